import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { readSavedAnswer } from "../../src/cli/saved-answer.ts";
import { UserError } from "../../src/errors.ts";
import { aPaper, aRecord } from "../support/builders.ts";
import { atomFeed } from "../support/huggingface-server.ts";

const now = new Date("2026-11-20T12:00:00Z");

async function read(content: string | Uint8Array, name = "answer.json") {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, name);
  writeFileSync(file, content);
  return readSavedAnswer(file, now);
}

const record = aRecord({ title: "Müller's 地図" });
const list = JSON.stringify([record]);
const swapped = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();
const bytes = (...signs: readonly number[]) => Buffer.from(signs);

describe("a saved answer is read", () => {
  test.each<[string, string | Uint8Array]>([
    ["as it is", list],
    ["with a byte order mark", `\uFEFF${list}`],
    ["in UTF-16 as Windows writes it", Buffer.concat([bytes(0xff, 0xfe), Buffer.from(list, "utf16le")])],
    ["in UTF-16, the other way round", Buffer.concat([bytes(0xfe, 0xff), swapped(list)])],
    ["in UTF-16 without a mark", Buffer.from(list, "utf16le")],
    ["packed with gzip", gzipSync(list)],
    ["packed with Zstandard", zstdCompressSync(list)],
    ["in UTF-16 and packed", gzipSync(Buffer.concat([bytes(0xff, 0xfe), Buffer.from(list, "utf16le")]))],
    ["with a record a line", `${JSON.stringify(record)}\r\n\n${JSON.stringify(record)}\n`],
    ["with a list a line", `${list}\n${list}`],
    ["wrapped as PowerShell does", JSON.stringify({ value: [record], Count: 1 })],
    ["wrapped by somebody", JSON.stringify({ page: 1, total: [], papers: [record] })],
    ["as one record", JSON.stringify(record, null, 2)],
    ["as one flat paper", JSON.stringify(record.paper)],
  ])("%s", async (_, content) => {
    const { papers, skipped } = await read(content);
    expect(new Set(papers.map(({ id, title }) => `${id} ${title}`))).toEqual(
      new Set(["2611.00001 Müller's 地図"]),
    );
    expect(skipped).toEqual([]);
  });

  test("record by record, of which those without a name are known by their place", async () => {
    const many = [...Array.from({ length: 1500 }, (_, i) => (i === 1200 ? {} : record)), 7];
    const { papers, skipped } = await read(JSON.stringify(many));
    expect(papers).toHaveLength(1499);
    expect(skipped.map(({ name }) => name)).toEqual(["record 1201", "record 1501"]);
  });

  test("as arXiv's feed in UTF-16 and packed", async () => {
    const feed = Buffer.concat([bytes(0xff, 0xfe), Buffer.from(atomFeed([aPaper()]), "utf16le")]);
    expect((await read(gzipSync(feed), "feed.xml.gz")).papers[0]?.id).toBe("2611.00001");
  });

  test("but for a line that was cut, which is named", async () => {
    const { papers, skipped } = await read(`${JSON.stringify(record)}\n{"paper":{"id"`);
    expect(papers).toHaveLength(1);
    expect(skipped).toEqual([{ name: "line 2", reason: "no paper as JSON" }]);
  });
});

describe("what is none is named", () => {
  test.each<[string, string | Uint8Array, string]>([
    ["empty", "", "is empty"],
    ["packed emptiness", gzipSync(""), "is empty"],
    ["UTF-32", bytes(0xff, 0xfe, 0, 0, 0x5b, 0, 0, 0), "is text in UTF-32"],
    ["an archive", bytes(0x50, 0x4b, 3, 4, 20, 0), "is a zip archive"],
    ["bzip2", Buffer.from("BZh91AY&SY"), "has to be unpacked first"],
    ["half of a packed file", gzipSync(list).subarray(0, 60), "is packed and cannot be unpacked"],
    ["a picture", bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0, 1), "is not text"],
    ["Brotli", brotliCompressSync("x".repeat(50)), "is not"],
    ["a refusal", '{"error":"Invalid date"}', 'is JSON but no list of papers (it says "Invalid date")'],
    ["a web page", "<!doctype html><title>502</title>", "is a web page, and no Atom feed"],
    ["RSS", '<?xml version="1.0"?>\n<rss version="2.0"></rss>', "is an RSS feed, and no Atom feed"],
    ["a huge feed", `<feed>${"<a/>".repeat(2_000_000)}</feed>`, "has more than 2,000,000 tags"],
    ["other XML", "<papers></papers>", "is XML but no Atom feed"],
    ["text", "hello\nthere", "is not JSON"],
    ["a cut list", '[{"paper":', "is not JSON"],
    ["lines of something else", '{"a":1}\n{"b":2}', "is not JSON"],
    ["a list of other things", "[{},{}]", "is a list, but not of papers"],
    ["a long list of other things", `[${"{},".repeat(20_000)}{}]`, "is a list, but not of papers"],
    [
      "a list of what is hardly any paper",
      `[${list.slice(1, -1)}${',{"id":1}'.repeat(12_000)}]`,
      "has more than 10,000 records that are no papers",
    ],
    [
      "as many lines",
      `${JSON.stringify(record)}\n`.concat("{}\n".repeat(12_000)),
      "has more than 10,000 records",
    ],
    ["a large object", `{"value":[${"{},".repeat(5_500_000)}{}]}`, "is large, and no list"],
    ["other lists", '{"value":[1,2]}', "is JSON but no list of papers"],
  ])("%s", async (_, content, sentence) => {
    const error = await read(content).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(sentence);
    expect((error as UserError).message).toContain('answer.json" ');
  });
});
