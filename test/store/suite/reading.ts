import { describe, expect, test } from "vitest";
import { aLibrary, ana, elsewhere, first, li, second, third } from "../../support/library.ts";
import { at, type Open } from "../../support/open-store.ts";

export function describeReading(open: Open): void {
  describe("what somebody read", () => {
    test("is marked with when it was first read, and marking tells whether that is new", async () => {
      const { reading } = await aLibrary(open);
      expect(await reading.markDone(ana, first, at(1))).toBe(true);
      expect(await reading.markDone(ana, first, at(2))).toBe(false);
      expect(await reading.of(ana, [first])).toEqual(new Map([[first, { doneAt: at(1) }]]));
    });

    test("can be taken back and marked again, and taking back what is not read changes nothing", async () => {
      const { reading } = await aLibrary(open);
      expect(await reading.markDone(ana, first)).toBe(false);
      await reading.markDone(ana, first, at(1));
      expect(await reading.markDone(ana, first)).toBe(true);
      expect((await reading.of(ana, [first])).get(first)?.doneAt).toBeUndefined();
      expect(await reading.markDone(ana, first, at(3))).toBe(true);
      expect((await reading.of(ana, [first])).get(first)?.doneAt).toEqual(at(3));
    });

    test("is theirs alone, by paper and team", async () => {
      const { reading } = await aLibrary(open);
      await reading.markDone(ana, first, at(1));
      await reading.keepNote(ana, first, "mine");
      expect(await reading.of(li, [first])).toEqual(new Map());
      expect(await reading.of({ ...ana, team: elsewhere }, [first])).toEqual(new Map());
      expect(await reading.of(ana, [second, third])).toEqual(new Map());
      expect(await reading.of(ana, [])).toEqual(new Map());
    });
  });

  describe("a note", () => {
    test("takes the place of the one before, and goes where there is none any more", async () => {
      const { reading } = await aLibrary(open);
      await reading.keepNote(ana, first, "compare");
      await reading.keepNote(ana, first, "compare with ours");
      expect(await reading.of(ana, [first, second])).toEqual(
        new Map([[first, { note: "compare with ours" }]]),
      );
      await reading.keepNote(ana, first);
      expect((await reading.of(ana, [first])).get(first)?.note).toBeUndefined();
    });

    test("stays as it was written, whatever is in it", async () => {
      const { reading } = await aLibrary(open);
      const written = `it's "100%" \\ 好 🔖\nline two'; DROP TABLE reading; --`;
      await reading.keepNote(ana, first, written);
      expect((await reading.of(ana, [first])).get(first)?.note).toBe(written);
    });

    test("and the mark leave each other alone, in whichever order they come", async () => {
      const { reading } = await aLibrary(open);
      await reading.keepNote(ana, first, "note");
      await reading.markDone(ana, first, at(1));
      await reading.markDone(ana, second, at(2));
      await reading.keepNote(ana, second, "note");
      expect(await reading.of(ana, [first, second])).toEqual(
        new Map([
          [first, { doneAt: at(1), note: "note" }],
          [second, { doneAt: at(2), note: "note" }],
        ]),
      );
      await reading.markDone(ana, first);
      await reading.keepNote(ana, second);
      expect((await reading.of(ana, [first])).get(first)?.note).toBe("note");
      expect((await reading.of(ana, [second])).get(second)?.doneAt).toEqual(at(2));
    });
  });
}
