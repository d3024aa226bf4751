import { parse as parseBibtex } from "@retorquere/bibtex-parser";
import { RISParser } from "biblatex-csl-converter";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import type { TextFile } from "../../../src/chat/message.ts";
import { aScene, type Scene, words } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";
import { li } from "../../support/people.ts";

const day = 86_400_000;

/** Ana saved the first, and the second alone for herself, each with a note, the first done; then Li the first and the third. */
async function aLibrary(): Promise<Scene> {
  const scene = await aScene({ papers: papers(4, (i) => ({ title: `Paper, "${i + 1}" {of} 5% & more` })) });
  await scene.ask("save 2611.00001");
  await scene.ask("save private 2611.00002");
  await scene.ask("note 2611.00001 =SUM(A1) for the grant");
  await scene.ask("note 2611.00002 mine alone");
  await scene.ask("done 2611.00001");
  scene.pass(day);
  await scene.ask("save 2611.00001", { user: li });
  scene.pass(1000);
  await scene.ask("save 2611.00003", { user: li });
  return scene;
}

async function fileOf({ ask }: Scene, line: string, of = {}): Promise<TextFile> {
  const { message, error } = await ask(line, of);
  expect(error).toBeUndefined();
  if (!message.file) throw new Error(`no file for ${line}: ${message.note}`);
  return message.file;
}
/** The ids in a file, in their order, each once. */
const idsIn = ({ content }: TextFile): string[] => [...new Set(content.match(/2611\.\d{5}/g))];
type Row = Readonly<Record<string, unknown>>;
const rowsOf = ({ content }: TextFile): Row[] => JSON.parse(content);

describe("/papers export", () => {
  it.each([
    ["bibtex", "papers.bib"],
    ["bib", "papers.bib"],
    ["biblatex", "papers.bib"],
    ["RIS", "papers.ris"],
    ["csv", "papers.csv"],
    ["json", "papers.json"],
    ["markdown", "papers.md"],
    ["md", "papers.md"],
  ])("%s is the file %s, to the person alone, with a sentence that counts", async (format, name) => {
    const room = await aLibrary();
    const reply = await room.ask(`export ${format} team`);
    expect(reply.to).toBe("user");
    expect(reply.message.file?.name).toBe(name);
    expect(reply.message.note).toBe(`2 papers in ${name}.`);
    expect(idsIn(await fileOf(room, `export ${format} team`))).toEqual(["2611.00003", "2611.00001"]);
  });

  it("json has what a person knows in their own, and nobody's notes in the team's", async () => {
    const room = await aLibrary();
    const mine = rowsOf(await fileOf(room, "export json"));
    expect(mine.map(({ id, note, done, saved_by }) => [id, note, done, saved_by])).toEqual([
      ["2611.00001", "=SUM(A1) for the grant", true, ["Ana"]],
      ["2611.00002", "mine alone", undefined, ["Ana"]],
    ]);
    const teams = rowsOf(await fileOf(room, "export json team"));
    expect(teams.map(({ id, note, done, saved_by }) => [id, note, done, saved_by])).toEqual([
      ["2611.00003", undefined, undefined, ["Li"]],
      ["2611.00001", undefined, undefined, ["Ana", "Li"]],
    ]);
  });

  it("csv is read by a reader of CSV, and no cell is a formula", async () => {
    const { content } = await fileOf(await aLibrary(), "export csv me");
    const { data, errors } = Papa.parse<Record<string, string>>(content.replace(/^\uFEFF/, ""), {
      header: true,
      skipEmptyLines: true,
    });
    expect(errors).toEqual([]);
    expect(data.map(({ id }) => id)).toEqual(["2611.00001", "2611.00002"]);
    expect(data[0]?.title).toBe('Paper, "1" {of} 5% & more');
    expect(data[0]?.note).toMatch(/^'=SUM/);
  });

  it("bibtex is read by Zotero's reader, ris by one of RIS", async () => {
    const room = await aLibrary();
    const bib = parseBibtex((await fileOf(room, "export bibtex team")).content, { sentenceCase: false });
    expect(bib.errors).toEqual([]);
    expect(bib.entries.map(({ fields }) => [fields.title, fields.eprint])).toEqual([
      ['Paper, "3" {of} 5% & more', "2611.00003"],
      ['Paper, "1" {of} 5% & more', "2611.00001"],
    ]);
    const ris = new RISParser((await fileOf(room, "export ris team")).content).parse();
    expect(Object.keys(ris.entries)).toHaveLength(2);
  });

  it("markdown is a list with a line for each", async () => {
    const { content } = await fileOf(await aLibrary(), "export markdown me");
    expect(content.split("\n").filter((line) => line.startsWith("- "))).toHaveLength(2);
    expect(content).toContain("for the grant");
  });

  it.each([
    ["export json me", ["2611.00001", "2611.00002"]],
    ["export json me since:30d", ["2611.00001", "2611.00002"]],
    ["export since:2026-11-20 json", ["2611.00001", "2611.00002"]],
    ["export team json", ["2611.00003", "2611.00001"]],
    ["export json team since:0d", ["2611.00003", "2611.00001"]],
    ["export json team since:2026-11-21", ["2611.00003", "2611.00001"]],
  ])("%s reaches back as far as it says, to the newest save of a paper", async (line, ids) => {
    expect(idsIn(await fileOf(await aLibrary(), line))).toEqual(ids);
  });

  it("says so where there is nothing, and how it would come about", async () => {
    const { ask } = await aLibrary();
    expect(words(await ask("export json me since:2026-11-21"))).toMatch(
      /^You have saved nothing since then, so there is nothing to export\. To save: /,
    );
    const empty = await aScene({ papers: papers(1) });
    expect(words(await empty.ask("export bibtex"))).toContain("You have saved nothing yet");
    expect(words(await empty.ask("export bibtex team"))).toContain("Your team has saved nothing yet");
    await empty.ask("save private 2611.00001", { user: li });
    expect(words(await empty.ask("export bibtex team"))).toContain("Your team has saved nothing yet");
    expect((await empty.ask("export bibtex", { user: li })).message.note).toBe("1 paper in papers.bib.");
  });

  it("is of one team", async () => {
    const room = await aLibrary();
    expect(words(await room.ask("export json team", { channel: "test:other/general" }))).toContain(
      "Your team has saved nothing yet",
    );
  });

  it.each([
    ["export", "In which format? bibtex, ris, csv, json, markdown. For example: /papers export bibtex team"],
    [
      "export pdf",
      '"pdf" is not a format. There are bibtex, ris, csv, json, markdown: /papers export bibtex',
    ],
    [
      "export csv everyone",
      '"csv everyone" says whose saves in a way that is not known: /papers export csv me',
    ],
    ["export team", "In which format?"],
    ["export constructor", '"constructor" is not a format'],
    ["export team pdf", '"pdf" is not a format'],
    ["export csv me too", '"csv me too" says whose saves'],
    ["export json since:yesterday", '"since:yesterday" is not a day: write since:2026-10-22, or since:30d'],
    ["export json since:", '"since:" is not a day'],
    ['export json since:"1 week"', '"since:1 week" is not a day'],
  ])("%s names what is wrong and the mend", async (line, sentence) => {
    expect((await (await aLibrary()).ask(line)).error).toContain(sentence);
  });
});
