"""What happens in a count by transferable votes, in words."""

from __future__ import annotations

from waardeel.methods.result import sentence

FIRST = sentence(
    "stv.first",
    nl="Er zijn {valid} geldige {valid:|stem|stemmen} voor {seats} {seats:|plaats|plaatsen}. "
    "Wie {quota} {quota:|stem|stemmen} heeft, is gekozen: dat is de kiesdeler.",
    fr="Il y a {valid} {valid:|voix valable|voix valables} pour {seats} {seats:|siège|sièges}. "
    "Qui obtient {quota} voix est élu : c'est le quota.",
    en="There are {valid} valid {valid:|vote|votes} for {seats} {seats:|seat|seats}. "
    "Whoever has {quota} {quota:|vote|votes} is elected: that is the quota.",
)
FIRST_ABOVE = sentence(
    "stv.first-above",
    nl="Er zijn {valid} geldige {valid:|stem|stemmen} voor {seats} {seats:|plaats|plaatsen}. "
    "Wie meer dan {quota} {quota:|stem|stemmen} heeft, is gekozen: dat is de kiesdeler.",
    fr="Il y a {valid} {valid:|voix valable|voix valables} pour {seats} {seats:|siège|sièges}. "
    "Qui obtient plus de {quota} voix est élu : c'est le quota.",
    en="There are {valid} valid {valid:|vote|votes} for {seats} {seats:|seat|seats}. "
    "Whoever has more than {quota} {quota:|vote|votes} is elected: that is the quota.",
)
BLANK = sentence(
    "stv.blank",
    nl="{blank} {blank:|stembiljet noemt|stembiljetten noemen} niemand en {blank:|telt|tellen} niet mee.",
    fr="{blank} {blank:|bulletin ne cite|bulletins ne citent} personne et ne {blank:|compte|comptent} pas.",
    en="{blank} {blank:|ballot names|ballots name} nobody and {blank:|does|do} not count.",
)
ELECTED = sentence(
    "stv.elected",
    nl="{name} heeft {votes} {votes:|stem|stemmen}, haalt de kiesdeler van {quota} en is gekozen.",
    fr="{name} a {votes} voix, atteint le quota de {quota} et est élu.",
    en="{name} has {votes} {votes:|vote|votes}, reaches the quota of {quota} and is elected.",
)
LAST = sentence(
    "stv.last-places",
    nl="Er zijn nog evenveel kandidaten als plaatsen. {names} {names:|is|zijn} gekozen.",
    fr="Il reste autant de candidats que de sièges. {names} {names:|est élu|sont élus}.",
    en="As many candidates are left as there are seats. {names} {names:|is|are} elected.",
)
SURPLUS = sentence(
    "stv.surplus",
    nl="{name} heeft {surplus} {surplus:|stem|stemmen} meer dan nodig. Die gaan naar de volgende voorkeuren: "
    "elk stembiljet telt voor een deel verder. {exhausted} {exhausted:|stem heeft|stemmen hebben} geen volgende "
    "voorkeur.",
    fr="{name} a {surplus} voix de plus que nécessaire. Elles passent aux préférences suivantes : chaque bulletin "
    "continue pour une partie. {exhausted} {exhausted:|voix n'a|voix n'ont} pas de préférence suivante.",
    en="{name} has {surplus} {surplus:|vote|votes} more than needed. They go to the next preferences: each ballot "
    "goes on for a part. {exhausted} {exhausted:|vote has|votes have} no next preference.",
)
EXCLUDED = sentence(
    "stv.excluded",
    nl="{name} heeft de minste stemmen ({votes}) en valt af. De stemmen gaan naar de volgende voorkeuren. "
    "{exhausted} {exhausted:|stem heeft|stemmen hebben} geen volgende voorkeur.",
    fr="{name} a le moins de voix ({votes}) et est éliminé. Ses voix passent aux préférences suivantes. "
    "{exhausted} {exhausted:|voix n'a|voix n'ont} pas de préférence suivante.",
    en="{name} has the fewest votes ({votes}) and is excluded. The votes go to the next preferences. "
    "{exhausted} {exhausted:|vote has|votes have} no next preference.",
)
DOOMED = sentence(
    "stv.doomed",
    nl="{name} kan niet meer gekozen worden zonder een afspraak over de groepen te breken, en valt af. De stemmen "
    "gaan naar de volgende voorkeuren.",
    fr="{name} ne peut plus être élu sans violer une règle sur les groupes, et est éliminé. Ses voix passent aux "
    "préférences suivantes.",
    en="{name} can no longer be elected without breaking a rule about the groups, and is excluded. The votes go to "
    "the next preferences.",
)
GUARDED = sentence(
    "stv.guarded",
    nl="{names} {names:|heeft|hebben} weinig stemmen, maar {names:|is|zijn} nodig om aan de afspraken over de groepen "
    "te voldoen, en {names:|blijft|blijven} dus meedoen.",
    fr="{names} {names:|a|ont} peu de voix, mais {names:|est|sont} nécessaire{names:||s} pour respecter les règles sur "
    "les groupes, et {names:|reste|restent} donc en lice.",
    en="{names} {names:|has|have} few votes, but {names:|is|are} needed to meet the rules about the groups, and so "
    "{names:|stays|stay} in.",
)
THRESHOLD = sentence(
    "stv.threshold",
    nl="Er zijn nog {votes} {votes:|stem|stemmen} in de telling. De kiesdeler daalt naar {quota}.",
    fr="Il reste {votes} voix dans le dépouillement. Le quota descend à {quota}.",
    en="{votes} {votes:|vote is|votes are} still in the count. The quota falls to {quota}.",
)
ITERATED = sentence(
    "stv.meek-iterated",
    nl="Alle stembiljetten zijn {iterations} keer opnieuw verdeeld. De kiesdeler is nu {quota}; "
    "{exhausted} {exhausted:|stem heeft|stemmen hebben} geen volgende voorkeur.",
    fr="Tous les bulletins ont été répartis {iterations} fois. Le quota est maintenant de {quota} ; "
    "{exhausted} {exhausted:|voix n'a|voix n'ont} pas de préférence suivante.",
    en="All ballots were distributed {iterations} {iterations:|time|times}. The quota is now {quota}; "
    "{exhausted} {exhausted:|vote has|votes have} no next preference.",
)
MEEK_EXCLUDED = sentence(
    "stv.meek-excluded",
    nl="{name} heeft de minste stemmen ({votes}) en valt af. De volgende keer gaan die stembiljetten naar "
    "wie erna komt.",
    fr="{name} a le moins de voix ({votes}) et est éliminé. La prochaine fois, ces bulletins iront à la préférence "
    "suivante.",
    en="{name} has the fewest votes ({votes}) and is excluded. Next time those ballots go to whoever comes next.",
)
MAJORITY = sentence(
    "irv.majority",
    nl="{name} heeft {votes} van de {continuing} {continuing:|stem|stemmen} die nog meetellen: meer dan de helft. "
    "{name} is gekozen.",
    fr="{name} a {votes} des {continuing} voix qui comptent encore : plus de la moitié. {name} est élu.",
    en="{name} has {votes} of the {continuing} {continuing:|vote|votes} that still count: more than half. "
    "{name} is elected.",
)
IRV_FIRST = sentence(
    "irv.first",
    nl="Er zijn {valid} geldige {valid:|stem|stemmen}. Gekozen is wie meer dan de helft heeft van de stemmen die nog "
    "meetellen.",
    fr="Il y a {valid} {valid:|voix valable|voix valables}. Est élu qui obtient plus de la moitié des voix qui "
    "comptent encore.",
    en="There are {valid} valid {valid:|vote|votes}. Whoever has more than half of the votes that still count is "
    "elected.",
)
EARLIER_FEWEST = sentence(
    "stv.tie-fewest-earlier",
    nl="{among} hebben even weinig stemmen. In stap {stage} had {chosen} er het minst.",
    fr="{among} ont aussi peu de voix. À l'étape {stage}, {chosen} en avait le moins.",
    en="{among} have equally few votes. At stage {stage} {chosen} had the fewest.",
)
EARLIER_MOST = sentence(
    "stv.tie-most-earlier",
    nl="{among} hebben evenveel stemmen. In stap {stage} had {chosen} er het meest.",
    fr="{among} ont autant de voix. À l'étape {stage}, {chosen} en avait le plus.",
    en="{among} have equally many votes. At stage {stage} {chosen} had the most.",
)
LOT_FEWEST = sentence(
    "stv.tie-fewest-lot",
    nl="{among} hebben even weinig stemmen. Het lot wijst {chosen} aan om af te vallen.",
    fr="{among} ont aussi peu de voix. Le sort désigne {chosen} pour être éliminé.",
    en="{among} have equally few votes. The lot falls on {chosen} to be excluded.",
)
LOT_MOST = sentence(
    "stv.tie-most-lot",
    nl="{among} hebben evenveel stemmen. Het lot wijst {chosen} aan om voor te gaan.",
    fr="{among} ont autant de voix. Le sort désigne {chosen} pour passer en premier.",
    en="{among} have equally many votes. The lot falls on {chosen} to go first.",
)
