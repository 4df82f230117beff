// The groups of Belenios 2.0: powers of g modulo a prime p. Powers of g and of the election's key come from tables.
// Source: Belenios specification, "Group parameters"; RFC 3526, group 14.

export class Group {
  readonly name: string;
  readonly p: bigint;
  readonly q: bigint;
  readonly g: bigint;
  readonly ofG: Table;

  constructor(name: string, p: bigint, q: bigint, g: bigint) {
    this.name = name;
    this.p = p;
    this.q = q;
    this.g = g;
    this.ofG = new Table(this, g);
  }

  times(a: bigint, b: bigint): bigint {
    return (a * b) % this.p;
  }

  power(base: bigint, exponent: bigint): bigint {
    let result = 1n;
    for (const bit of exponent.toString(2)) {
      result = this.times(result, result);
      if (bit === "1") result = this.times(result, base);
    }
    return result;
  }

  /** Several powers of one base: they share its squarings, and gather by digits of four bits (A. C. Yao, 1976). */
  powers(base: bigint, exponents: bigint[]): bigint[] {
    const digits = exponents.map((exponent) => exponent.toString(16));
    const heaps = digits.map(() => new Array<bigint>(16).fill(1n));
    const longest = Math.max(...digits.map((each) => each.length));
    for (let at = 0, power = base; at < longest; at++) {
      digits.forEach((each, of) => {
        const digit = at < each.length ? parseInt(each[each.length - 1 - at], 16) : 0;
        if (digit) heaps[of][digit] = this.times(heaps[of][digit], power);
      });
      for (let square = 0; square < 4; square++) power = this.times(power, power);
    }
    return heaps.map((heap) => {
      let rising = 1n;
      let whole = 1n;
      for (let digit = 15; digit; digit--) {
        rising = this.times(rising, heap[digit]);
        whole = this.times(whole, rising);
      }
      return whole;
    });
  }

  contains(element: bigint): boolean {
    return element > 0n && element < this.p && this.power(element, this.q) === 1n;
  }

  /** A number from 0 and below q, with no part of it more likely than another that anybody could tell. */
  random(): bigint {
    const bytes = crypto.getRandomValues(new Uint8Array(this.q.toString(2).length / 8 + 24));
    return numberOf(bytes) % this.q;
  }

  modQ(value: bigint): bigint {
    const rest = value % this.q;
    return rest < 0n ? rest + this.q : rest;
  }
}

/** Powers of one base that is used again and again: four bits of the exponent at a time. Made when first asked for. */
export class Table {
  private readonly group: Group;
  readonly base: bigint;
  private readonly rows: bigint[][] = [];

  constructor(group: Group, base: bigint) {
    this.group = group;
    this.base = base;
  }

  power(exponent: bigint): bigint {
    let result = 1n;
    const digits = exponent.toString(16);
    for (let at = digits.length - 1, row = 0; at >= 0; at--, row++) {
      const digit = parseInt(digits[at], 16);
      if (digit) result = this.group.times(result, this.row(row)[digit]);
    }
    return result;
  }

  private row(at: number): bigint[] {
    while (this.rows.length <= at) {
      const last = this.rows[this.rows.length - 1];
      const first = last ? this.group.times(last[15], last[1]) : this.base;
      const row = [1n];
      for (let digit = 1; digit < 16; digit++) row.push(this.group.times(row[digit - 1], first));
      this.rows.push(row);
    }
    return this.rows[at];
  }
}

export function numberOf(bytes: Uint8Array): bigint {
  let hex = "0x";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return BigInt(hex);
}

const P =
  0xa3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f21e6d36856b428030421f514ed40bfd4c06e092a495af8d79a2f85e0fb11c0ede07dd973f9c53e50930c6e82ac36de1ae3fb8c3aabfff12ce27a5022ddd8912d107435012768a2cdd0a4091d8fa447f6c7ebc15a349fa318a6b4fe17d8d47e843a3e14dfa9b2162f4d7229abe93a188b46b006517d6f6747ebbb29c9ec3099b607f18fb1a8bc858279aa8599411d998d3e3fada9e010840d082d8c31911acdd4a0e7992d0f18cc759cb5de0acf66a3882555bc810941e021b6a4ccfa04ee4008f878affa2375e2999b44f6cef17d707301e59e0e6351e051ed9cec4157646e64fn;
const RFC_P =
  0xffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa051015728e5a8aacaa68ffffffffffffffffn;

export const GROUPS: Record<string, Group> = {
  "BELENIOS-2048": new Group(
    "BELENIOS-2048",
    P,
    0xadb6066a73522565f4daa0f2579db7f2f0fa90c2168bc709e20263387d55c491n,
    0x1307c1ab5f295885d7caa3a78a42415e31fd1c5807b61fb1e781878a52230a51988b98c259597f9c5a9dfd001d26ba31d9d8976f01d95a1c8262ee68a0e92cea541e5219e0d0d094301b894236823fe1d4bc04e29f3748aefd4f10d5b1a356a8643e673fd9d215fc8fe5fb9cf9fdb8ea88fdb1a3381a697fdf9c2458570b06d26aef1be365fdd90165f397c6b870df8c1b9e519edcee8bb0f74b7a1615a274ba60a7ea574a61f552d2dde0ce514e0927c4ff49b1964c4a913731ae4268d60d7f22127b6cbba44d453ac8b72fd04e0991b7aeff04867d8724ac638f5f34100d2d47aa680d43771902743d663f42d853c041e1c91fe3823f4bcf284308f1d7e653n,
  ),
  "RFC-3526-2048": new Group("RFC-3526-2048", RFC_P, (RFC_P - 1n) / 2n, 2n),
};
