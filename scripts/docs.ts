import { readFileSync, writeFileSync } from "node:fs";
import { withTables } from "../test/support/readme-tables.ts";

// `npm run docs`: writes the README's tables anew.
const readme = new URL("../README.md", import.meta.url);
writeFileSync(readme, await withTables(readFileSync(readme, "utf8")));
