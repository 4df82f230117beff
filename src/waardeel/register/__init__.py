"""The register: the append-only public record of every organisation, its Merkle log and its signed heads."""
