import { expect, test } from "vitest";
import { createArxiv } from "../../src/sources/arxiv.ts";
import { aPaper } from "../support/builders.ts";
import { aServer, failureOf, fakeDeps } from "./deps.ts";

const paper = aPaper({ id: "2601.01234", title: "Is A < B & C > D?", authors: ["Zoë Sørensen"] });

/** arXiv, which knows `paper` and one of the old style. */
async function aSource() {
  const deps = fakeDeps();
  const server = await aServer({
    arxiv: new Map([paper, aPaper({ id: "hep-th/9901001" })].map((known) => [known.id, known])),
  });
  return { ...deps, server, source: createArxiv({ ARXIV_ENDPOINT: server.url }, deps) };
}

test("a paper comes by its id, with what arXiv knows of it", async () => {
  const { source, server } = await aSource();
  expect(await source.paper("2601.01234")).toEqual({
    id: "2601.01234",
    title: "Is A < B & C > D?",
    authors: ["Zoë Sørensen"],
    abstract: paper.abstract,
    publishedAt: "2026-11-17T00:00:00.000Z",
    keywords: [],
    listDays: [],
  });
  expect(server.requests[0]?.url).toBe("/api/query?id_list=2601.01234");
});

test("arXiv is told who asks and what for, and never sees Hugging Face's token", async () => {
  const { source, server } = await aSource();
  await source.paper("2601.01234");
  expect(server.requests[0]?.headers).toMatchObject({
    accept: "application/atom+xml",
    "user-agent": "paperboy/0.0.0 (test)",
  });
  expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
});

test("an id of the old style, with its slash, is found", async () => {
  const { source } = await aSource();
  expect(await source.paper("hep-th/9901001")).toMatchObject({ id: "hep-th/9901001" });
});

test("an id that arXiv does not know is undefined", async () => {
  const { source } = await aSource();
  expect(await source.paper("2601.99999")).toBeUndefined();
});

test("another paper than the one asked for is not taken for it", async () => {
  const { source, server } = await aSource();
  const other = `<feed><entry><id>http://arxiv.org/abs/2601.00002v1</id><title>Other</title>
    <author><name>Li Wei</name></author></entry></feed>`;
  server.next({ status: 200, body: other });
  expect(await source.paper("2601.01234")).toBeUndefined();
});

test.each([1, 7])("a paper that is counted and not sent is trouble, and not unknown: %i", async (counted) => {
  const { source, server } = await aSource();
  const body = `<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
    <opensearch:totalResults>${counted}</opensearch:totalResults></feed>`;
  server.next({ status: 200, body });
  expect(await failureOf(source.paper("2601.01234"))).toMatchObject({
    message: "arXiv counted a paper that it did not send",
    trouble: "garbage",
  });
});

test("at most one request in three seconds", async () => {
  const { source, waits, pass } = await aSource();
  await source.paper("2601.01234");
  await source.paper("2601.01234");
  pass(1000);
  await source.paper("2601.01234");
  expect(waits).toEqual([3000, 2000]);
});

test("a further attempt keeps to the three seconds as well", async () => {
  const { source, server, waits } = await aSource();
  server.next({ status: 503 });
  await source.paper("2601.01234");
  expect(waits).toHaveLength(2);
  expect(Math.floor(waits.reduce((sum, ms) => sum + ms, 0))).toBe(3000);
});

test("an entry that cannot be used is named in the log", async () => {
  const { source, server, log } = await aSource();
  const untitled = "<feed><entry><id>http://arxiv.org/abs/2601.01234v1</id></entry></feed>";
  server.next({ status: 200, body: untitled });
  expect(await source.paper("2601.01234")).toBeUndefined();
  expect(log.join("")).toContain("2601.01234");
  expect(log.join("")).toContain("title is missing");
});

test.each([
  ["<html><body>Rate exceeded.</body></html>", "arXiv answered with something that is no Atom feed"],
  ["Rate exceeded.", "arXiv answered with something that is no Atom feed"],
  ["<feed><entry><id>http://arx", "arXiv answered with broken XML"],
])("an answer that is no Atom is one sentence: %s", async (body, message) => {
  const { source, server } = await aSource();
  server.next({ status: 200, body });
  expect(await failureOf(source.paper("2601.01234"))).toMatchObject({ message, trouble: "garbage" });
});

test("an answer has a limit of 2 MB", async () => {
  const { source, server } = await aSource();
  server.next("huge");
  expect(await failureOf(source.paper("2601.01234"))).toMatchObject({ message: "arXiv sent more than 2 MB" });
});
