import { openStore } from "../../src/store/sqlite/index.ts";
import { describeStore } from "./store-suite.ts";

describeStore("SQLite in memory", () => openStore(":memory:"));
