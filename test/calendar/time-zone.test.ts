import { describe, expect, it } from "vitest";
import { isTimeZone, spellTimeZone, zoneMeantBy } from "../../src/calendar/time-zone.ts";
import { readSettings, settingsSchema } from "../../src/config.ts";

describe("a time zone's name", () => {
  it.each([
    ["europe/berlin", "Europe/Berlin"],
    ["EUROPE/BERLIN", "Europe/Berlin"],
    ["america/port-au-prince", "America/Port-au-Prince"],
    ["us/pacific", "US/Pacific"],
    ["Etc/UTC", "UTC"],
    ["utc", "UTC"],
  ])("%s is spelt %s", (word, zone) => {
    expect(spellTimeZone(word)).toBe(zone);
  });

  it.each(["", "CEST", "UTC+2", "+02:00", '"Europe/Berlin"', "Etc/Unknown", "Moon/Sea"])(
    "is not %j, and no other call takes it",
    (word) => {
      expect(isTimeZone(word)).toBe(false);
      expect(spellTimeZone(word)).toBeUndefined();
    },
  );

  it.each([
    ['"Europe/Berlin"', "Europe/Berlin"],
    ["/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"],
    [":Asia/Tokyo", "Asia/Tokyo"],
    ["berlin", "Europe/Berlin"],
    ["Europe/Berlni", "Europe/Berlin"],
    ["CEST", "Europe/Berlin"],
    ["UTC+2", undefined],
    ["", undefined],
  ])("is guessed from %j", (word, zone) => {
    expect(zoneMeantBy(word)).toBe(zone);
  });
});

describe("DEFAULT_TIME_ZONE", () => {
  it("is understood in lower case", () => {
    const { DEFAULT_TIME_ZONE } = readSettings(settingsSchema, { DEFAULT_TIME_ZONE: "europe/berlin" });
    expect(DEFAULT_TIME_ZONE).toBe("Europe/Berlin");
  });

  it("is refused with the right spelling where that can be told", () => {
    const read = (zone: string) => () => readSettings(settingsSchema, { DEFAULT_TIME_ZONE: zone });
    expect(read("Berlin")).toThrow("must be an IANA time zone, here perhaps Europe/Berlin.");
    expect(read("CEST")).toThrow("must be an IANA time zone, here perhaps Europe/Berlin.");
    expect(read("UTC+2")).toThrow("must be an IANA time zone such as Europe/Berlin");
  });
});
