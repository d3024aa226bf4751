/** What calls someone or shows as something else than it was written: mentions, commands, times, places of the guild. */
const signs = /@everyone|@here|<(?:@|#|\/|t:|id:)/g;
/** What the bot says itself: a command to click on, and the channel that a note is about at its beginning. */
const own = /<\/papers [a-z]+:\d{17,20}>|^(?:-# )?<#\d+>: /g;
/** Between fences everything is shown as it was written; a backslash before one makes it none. */
const fenced = /(?<!\\)```.*?```/gs;

/**
 * What is wrong with a text that Discord reads as Markdown. Discord itself takes all of it; but whoever writes a raw `<@…>` has
 * let someone else's words speak for the bot. A backslash before the sign makes it inert, and so does whatever parts it.
 */
export function textProblems(text: string): string[] {
  const parsed = text.replace(fenced, "\n").replace(own, "");
  return [...parsed.matchAll(signs)]
    .filter(({ index }) => !isEscaped(parsed, index))
    .map(([sign]) => `a raw ${sign} speaks for the bot: ${quote(text)}`);
}

/** An even number of backslashes escapes nothing but backslashes. */
function isEscaped(text: string, index: number): boolean {
  const [backslashes = ""] = /\\*$/.exec(text.slice(0, index)) ?? [];
  return backslashes.length % 2 === 1;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
