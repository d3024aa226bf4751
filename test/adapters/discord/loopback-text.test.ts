import { describe, expect, it } from "vitest";
import { textProblems } from "../../support/discord/text.ts";

describe("the loopback Discord's eye for Markdown", () => {
  it.each([
    "plain words, even *bold* ones",
    "[label](https://example.org/a_b)",
    String.raw`\@everyone and \@here`,
    String.raw`\<@1> \<#1> \<@&1> \</papers:1> \<t:1> \<id:home>`,
    String.raw`<\@1> @\everyone`,
    "@\u200beveryone <\u200b@1>",
    "a < b > c, mail@example.org",
    "<https://example.org>",
    "```\n@everyone <@1>\n```",
    "<```x```@1>",
  ])("takes %j", (text) => {
    expect(textProblems(text)).toEqual([]);
  });

  it.each([
    "@everyone",
    "so @here it is",
    "<@1>",
    "<@!1>",
    "<@&1>",
    "<#1>",
    "</papers search:1>",
    "<t:1700000000:R>",
    "<id:browse>",
    "[<@1>](https://example.org)",
    String.raw`\\<@1>`,
    "```a``` <@1> ```b```",
    "\\```<@1>```",
    "```<@1>",
    String.raw`\\\\@everyone`,
  ])("refuses %j", (text) => {
    expect(textProblems(text)).toEqual([expect.stringContaining("speaks for the bot")]);
  });
});
