import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A labelled collection: documents, queries, and for each query how much each judged document gains. */
export interface Collection {
  readonly documents: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly queries: readonly { readonly id: string; readonly text: string }[];
  readonly judgements: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Reads a folder in the form of Cranfield (cran.all.1400, cran.qry, cranqrel) or of BEIR (corpus.jsonl, queries.jsonl, qrels.tsv). */
export function readCollection(folder: string): Collection {
  const read = (name: string): string => readFileSync(join(folder, name), "utf8").replaceAll("\r", "");
  if (existsSync(join(folder, "cran.qry"))) return readCranfield(read);
  if (existsSync(join(folder, "corpus.jsonl"))) return readBeir(folder, read);
  throw new Error(
    `${folder} holds no collection that is known: cran.qry, or corpus.jsonl, queries.jsonl and qrels`,
  );
}

type Read = (name: string) => string;

/** Queries are counted by their place. Grades are 1 (best) to 4, and -1 for a relevant one of the least grade. */
function readCranfield(read: Read): Collection {
  const records = (name: string): string[] => read(name).split(/^\.I /m).slice(1);
  const field = (record: string, name: string): string =>
    (new RegExp(`^\\.${name}\\n((?:(?!\\.[A-Z]\\n).*\\n?)*)`, "m").exec(record)?.[1] ?? "")
      .replace(/\s+/g, " ")
      .trim();
  const documents = records("cran.all.1400").map((record) => {
    const title = field(record, "T");
    const text = field(record, "W");
    // Abstracts begin with their title.
    return {
      id: /^\d+/.exec(record)?.[0] ?? "",
      title,
      text: text.startsWith(title) ? text.slice(title.length).trim() : text,
    };
  });
  const queries = records("cran.qry").map((record, i) => ({ id: String(i + 1), text: field(record, "W") }));
  const gainOf = (grade: string): number => (grade === "-1" ? 1 : 5 - Number(grade));
  return {
    documents,
    queries,
    judgements: judged(read("cranqrel"), /\s+/, ([query, document, grade]) => [
      query,
      document,
      gainOf(grade ?? ""),
    ]),
  };
}

/** The same with papers as queries: of each one that answers some query, the others that answer it are wanted. */
export function asPapers({ documents, judgements }: Collection): Collection {
  const wanted = new Map<string, Map<string, number>>();
  for (const gains of judgements.values()) {
    const answers = [...gains].filter(([, gain]) => gain > 0);
    for (const [asked] of answers) {
      const others = wanted.get(asked) ?? new Map<string, number>();
      for (const [other, gain] of answers)
        if (other !== asked) others.set(other, Math.max(gain, others.get(other) ?? 0));
      if (others.size > 0) wanted.set(asked, others);
    }
  }
  const asked = documents.filter(({ id }) => wanted.has(id));
  const queries = asked.map(({ id, title, text }) => ({ id, text: `${title} ${text}` }));
  return { documents, queries, judgements: wanted };
}

function readBeir(folder: string, read: Read): Collection {
  const lines = (name: string): Record<string, string>[] =>
    read(name)
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const qrels = ["qrels.tsv", "qrels/test.tsv"].find((name) => existsSync(join(folder, name))) ?? "qrels.tsv";
  return {
    documents: lines("corpus.jsonl").map(({ _id = "", title = "", text = "" }) => ({ id: _id, title, text })),
    queries: lines("queries.jsonl").map(({ _id = "", text = "" }) => ({ id: _id, text })),
    judgements: judged(read(qrels).replace(/^query-id.*\n/, ""), "\t", ([query, document, gain]) => [
      query,
      document,
      Number(gain),
    ]),
  };
}

function judged(
  text: string,
  parts: string | RegExp,
  readLine: (parts: readonly string[]) => readonly [string | undefined, string | undefined, number],
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const judgements = new Map<string, Map<string, number>>();
  for (const line of text.split("\n")) {
    const [query, document, gain] = readLine(line.trim().split(parts));
    if (!query || !document || Number.isNaN(gain)) continue;
    const gains = judgements.get(query) ?? new Map<string, number>();
    judgements.set(query, gains.set(document, gain));
  }
  return judgements;
}
