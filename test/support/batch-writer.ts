/**
 * A program of its own that the store's tests kill: it upserts batch after batch and prints the number of each one that is in.
 * Arguments: the database file, the number of the first batch, and how many batches (as many as it can where absent).
 */
import { openStore } from "../../src/store/sqlite/index.ts";
import { aBatch } from "./batches.ts";

const [file = "", first = "0", most = "100000"] = process.argv.slice(2);
const store = openStore(file);
for (let batch = Number(first); batch < Number(first) + Number(most); batch++) {
  await store.papers.upsert(aBatch(batch), new Date(batch));
  // What waits to be written is lost with the process, and the test may be slow to read.
  await new Promise((resolve) => process.stdout.write(`${batch}\n`, resolve));
}
await store.close();
