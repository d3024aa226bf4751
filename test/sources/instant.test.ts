import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseInstant } from "../../src/sources/instant.ts";
import { parseRecord } from "../../src/sources/parse-huggingface.ts";
import { aRecord } from "../support/builders.ts";

const own = process.env.TZ;

describe.each(["UTC", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati"])("in %s", (zone) => {
  beforeAll(() => {
    process.env.TZ = zone;
  });
  afterAll(() => {
    if (own === undefined) delete process.env.TZ;
    else process.env.TZ = own;
  });

  test.each([
    ["2026-06-30T00:00:00", "2026-06-30T00:00:00.000Z"],
    ["2026-06-30 00:00:00", "2026-06-30T00:00:00.000Z"],
    ["2026-6-3", "2026-06-03T00:00:00.000Z"],
    ["2026-06-30", "2026-06-30T00:00:00.000Z"],
    ["2026-06-30T01:02:03.4567", "2026-06-30T01:02:03.456Z"],
    ["2026-06-30T01:02Z", "2026-06-30T01:02:00.000Z"],
    ["2026-06-30T01:00:00+02:00", "2026-06-29T23:00:00.000Z"],
    ["2026-06-30T01:00:00-0500", "2026-06-30T06:00:00.000Z"],
    ["2026-06-30 01:00:00 UTC", "2026-06-30T01:00:00.000Z"],
    ["Tue, 30 Jun 2026 00:00:00 GMT", "2026-06-30T00:00:00.000Z"],
    ["30 June 2026", "2026-06-30T00:00:00.000Z"],
    ["Jun 30, 2026", "2026-06-30T00:00:00.000Z"],
  ])("%s is one instant", (text, instant) => {
    expect(parseInstant(text)?.toISOString()).toBe(instant);
  });

  test.each(["", "soon", "2026-13-01", "2026-99-99", "2026-02-30", "2026-04-31T12:00:00Z", "maps 5", "5"])(
    "%j is none",
    (text) => {
      expect(parseInstant(text)).toBeUndefined();
    },
  );

  test.each(["2026-06-30T00:00:00", "2026-6-30", "2026-06-30", "2026-06-30 00:00:00"])(
    "a paper of %s is on that day",
    (day) => {
      const paper = parseRecord(aRecord({ submittedOnDailyAt: day, publishedAt: day }), {
        daily: true,
        now: Date.parse("2026-11-20T12:00:00Z"),
      });
      expect(paper).toMatchObject({ listDays: ["2026-06-30"], publishedAt: "2026-06-30T00:00:00.000Z" });
    },
  );
});
