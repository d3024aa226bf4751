import { describe, expect, it } from "vitest";
import { withoutPerson } from "../../src/digest/without-person.ts";

describe("a post of somebody who is forgotten", () => {
  const card = { title: "Ana maps the coast", byline: "Ana Example et al." };

  it("leaves out who saved and who watches, so that it is written anew, and no author", () => {
    const facts = ["▲ 12", "watched by Ana, Li +2"];
    expect(
      withoutPerson(
        {
          cards: [
            { ...card, savedBy: "Ana, Li", facts },
            { ...card, facts: ["by Ana"] },
          ],
        },
        "Ana",
      ),
    ).toEqual({
      cards: [
        { ...card, savedBy: "", facts: ["▲ 12"] },
        { ...card, facts: ["by Ana"] },
      ],
    });
  });

  it("says that somebody shared it", () => {
    const message = {
      title: "Saved by A+ (B)",
      note: "Shared by A+ (B). A+ (B)C stays, as does by A+ (B)x.",
    };
    expect(withoutPerson(message, "A+ (B)")).toEqual({
      title: "Saved by somebody",
      note: "Shared by somebody. A+ (B)C stays, as does by A+ (B)x.",
    });
  });

  it("is as it was where it names nobody of the team", () => {
    const message = { title: "Daily Papers", cards: [{ ...card, savedBy: "Li", facts: ["▲ 12"] }] };
    expect(JSON.stringify(withoutPerson(message, "Ana"))).toBe(JSON.stringify(message));
  });
});
