import { mostErrors, nearest } from "../rank/spelling.ts";
import type { Connection } from "./connection.ts";

/** Behind all that a letter begins. */
const last = "\u{10FFFF}";

/** The words of titles and keywords, for what is misspelt. */
export function createSpelt(db: Connection) {
  const any = db
    .prepare<[number, number], string>("SELECT word FROM word WHERE length BETWEEN ? AND ?")
    .pluck();
  const alike = db
    .prepare<[number, string, string], string>(
      "SELECT word FROM word WHERE length = ? AND word BETWEEN ? AND ?",
    )
    .pluck();
  const lengths = (typed: string): readonly [number, number] => {
    const most = mostErrors(typed);
    return [typed.length - most - 1, typed.length + most];
  };
  const beginningAs = (typed: string): readonly string[] => {
    const [shortest, longest] = lengths(typed);
    const first = typed.slice(0, 1);
    return Array.from({ length: longest - shortest + 1 }, (_, i) =>
      alike.all(shortest + i, first, first + last),
    ).flat();
  };
  // A plural may be misspelt too.
  const near = (typed: string, words: readonly string[]): ReadonlyMap<string, number> | undefined =>
    [typed, typed.replace(/s$/, "")].map((form) => nearest(form, words)).find(({ size }) => size > 0);

  return {
    /**
     * What a word may have been meant as, with how many errors. Few are made in a first letter (Yannakoudakis and Fawthrop, Information
     * Processing & Management 1983), and few words begin with any one.
     * @param isWrong whether it is surely misspelt: then all words are looked at where none that begins so has one error only
     */
    near(typed: string, isWrong: boolean): ReadonlyMap<string, number> | undefined {
      const alike = near(typed, beginningAs(typed));
      const isSure = alike !== undefined && [...alike.values()].includes(1);
      return isWrong && !isSure ? near(typed, any.all(...lengths(typed))) : alike;
    },
  };
}
