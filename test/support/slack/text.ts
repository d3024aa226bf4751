/** A link as it may stand in mrkdwn: an http address and, behind a bar, a label that is escaped itself. */
const link = /<https?:\/\/[^\s<>|]+(?:\|[^<>|]+)?>/g;

/**
 * What is wrong with a text that Slack reads as mrkdwn. Slack itself takes all of it; but whoever writes a raw `<!channel>` has
 * let someone else's words speak for the bot.
 */
export function textProblems(text: string): string[] {
  const rest = text.replace(link, (found) => found.slice(1, -1));
  const problems = [bracketProblem(rest), /&(?!(?:amp|lt|gt);)/.test(rest) ? "an unescaped &" : []].flat();
  return problems.map((problem) => `${problem}: ${quote(text)}`);
}

function bracketProblem(rest: string): string | [] {
  if (rest.includes("<!")) return "a raw <! speaks to everyone";
  if (/<[@#]/.test(rest)) return "a raw <@ or <# mentions";
  // At the start of a line a > makes a quotation.
  return /<|(?<!^)>/m.test(rest) ? "a raw < or > that is no link" : [];
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

export function escapeText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
