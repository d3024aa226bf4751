// The commands of a formula that stays one: those that set signs and letters. A title is anybody's, and who cites it compiles it on
// their own machine, where other commands read files (\input) or do not exist.
const commands = new Set(
  [
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma varsigma",
    "tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar aleph Re Im imath jmath",
    "mathbb mathbf mathcal mathfrak mathit mathrm mathscr mathsf mathtt text textbf textit textrm textsc textsf texttt textnormal",
    "boldsymbol bm operatorname rm bf it cal displaystyle textstyle",
    "frac dfrac tfrac sqrt binom overline underline hat widehat tilde widetilde bar vec dot ddot check acute grave breve prime",
    "left right big Big bigl bigr Bigl Bigr langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert mid",
    "le leq leqslant ge geq geqslant ne neq approx sim simeq cong equiv propto ll gg lesssim gtrsim prec succ in ni notin",
    "subset subseteq supset supseteq cup cap setminus emptyset varnothing parallel perp models vdash",
    "to gets rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow longrightarrow mapsto uparrow downarrow",
    "times cdot div pm mp ast star circ bullet oplus ominus otimes odot wedge vee land lor lnot neg dagger ddagger",
    "sum prod int oint bigcup bigcap bigoplus bigotimes partial nabla infty forall exists angle triangle square top bot",
    "log ln exp sin cos tan tanh min max sup inf lim arg det dim ker Pr gcd mod bmod limits dots ldots cdots quad qquad",
  ]
    .join(" ")
    .split(" "),
);

const signs = new Set([..."{}%#&_|,;:! "]);

/** Splits a text into plain pieces and, at every second place, what stands between dollars and may be a formula. As Pandoc's dollars
 * (https://pandoc.org/MANUAL.html#math): no space inside them, no digit after the second, so that "$5 to $10" is money. */
export const betweenDollars = /((?<!\\)\$(?!\s)[^$]+(?<![\s\\])\$(?!\d))/;

/** Whether what stands between dollars is a formula that LaTeX can set, and that ends neither its field nor its line. */
export function isFormula(piece: string): boolean {
  const names = [...piece.matchAll(/\\([a-zA-Z]+|.)/gsu)].map(([, name = ""]) => name);
  return (
    names.every((name) => commands.has(name) || signs.has(name)) &&
    hasPairedBraces(piece) &&
    !/(?<!\\)[%#&~]|[\^_]\s*[\^_}$]/.test(piece)
  );
}

/** As BibTeX pairs braces, to which a backslash before a brace changes nothing. */
export function hasPairedBraces(text: string): boolean {
  let open = 0;
  for (const sign of text) {
    if (sign === "{") open++;
    if (sign === "}" && --open < 0) return false;
  }
  return open === 0;
}
