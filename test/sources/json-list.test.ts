import fc from "fast-check";
import { expect, test } from "vitest";
import { recordsOf } from "../../src/sources/json-list.ts";

test("the records are those that JSON has, however they are written", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, "\t"), (list, indent) => {
      const text = ` ${JSON.stringify(list, null, indent)}\n`;
      expect([...recordsOf(text)]).toEqual(JSON.parse(text));
    }),
  );
});

test("what is no JSON, or no list, is an error as it is for JSON", () => {
  const signs = fc.constantFrom("[", "]", "{", "}", ",", ":", '"', "\\", "1", "a", " ", "null", '"b"');
  fc.assert(
    fc.property(fc.array(signs, { maxLength: 12 }), (some) => {
      const text = `[${some.join("")}`;
      let list: unknown;
      try {
        list = JSON.parse(text);
      } catch {
        expect(() => [...recordsOf(text)]).toThrow(SyntaxError);
        return;
      }
      expect([...recordsOf(text)]).toEqual(list);
    }),
    { numRuns: 5000 },
  );
  for (const text of ["", "{}", "null", "[1] [2]", "[1],", "[1}1]"])
    expect(() => [...recordsOf(text)]).toThrow(SyntaxError);
});

test("whoever needs the first records only does not read the others", () => {
  const records = recordsOf('[{"id":1},{"id":2},{broken');
  expect([records.next().value, records.next().value]).toEqual([{ id: 1 }, { id: 2 }]);
  expect(() => records.next()).toThrow(SyntaxError);
});

test("a record that is longer or deeper than any paper is not read", () => {
  const deep = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`;
  const wide = `{"paper":{"authors":[${"{},".repeat(1_000_000)}{}]}}`;
  expect([...recordsOf(`[{"id":1},${deep},${wide},{"id":2}]`)]).toEqual([
    { id: 1 },
    undefined,
    undefined,
    { id: 2 },
  ]);
});
