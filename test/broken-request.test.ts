import { describe, expect, it } from "vitest";
import { brokenRequest } from "../src/errors.ts";

const coded = (code: string): Error => Object.assign(new Error(`connect ${code} 10.0.0.1:443`), { code });

describe("a request that got no answer", () => {
  it.each<[string, string, boolean]>([
    ["ECONNREFUSED", "connection refused", false],
    ["ENOTFOUND", "no such address", false],
    ["UND_ERR_CONNECT_TIMEOUT", "no connection in time", false],
    ["UND_ERR_HEADERS_TIMEOUT", "no answer in time", true],
    ["UND_ERR_SOCKET", "connection broke off", true],
    ["ECONNRESET", "connection broke off", true],
    ["EPIPE", "connection broke off", true],
    ["HPE_INVALID_CONSTANT", "connection broke off", true],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "it does not speak https", true],
    ["CERT_HAS_EXPIRED", "its certificate is not trusted", true],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "its certificate is not trusted", true],
  ])("because of %s is told in words, however deep that stands", (code, reason, maybeHeard) => {
    for (const error of [
      coded(code),
      new TypeError("fetch failed", { cause: coded(code) }),
      new Error("A request error occurred", { cause: new Error("in between", { cause: coded(code) }) }),
    ])
      expect(brokenRequest(error)).toEqual({ reason, code, maybeHeard });
  });

  it("whose code stands in its text alone is told in words too", () => {
    const { reason } = brokenRequest(new Error("A request error occurred: getaddrinfo EAI_AGAIN slack.test"));
    expect(reason).toBe("names cannot be looked up");
  });

  it.each([
    new SyntaxError(`Unexpected token '<', "<!DOCTYPE "... is not valid JSON`),
    new TypeError("Cannot destructure property 'total' of 'sessionStartLimit' as it is undefined."),
  ])("whose answer was another's says so, and quotes nothing of it: %s", (error) => {
    expect(brokenRequest(error).reason).toBe("its answer could not be read");
  });

  it.each([
    [
      Object.assign(new Error("Response does not match the HTTP/1.1 protocol"), { name: "HTTPParserError" }),
      "its answer could not be read",
    ],
    [new Error("bad port"), "connection broke off"],
  ])("and says no more than that fetch failed is told in words: %s", (cause, reason) => {
    const failed = new TypeError("fetch failed", { cause });
    const bySdk = new Error("A request error occurred: fetch failed", { cause: failed });
    for (const error of [failed, bySdk]) expect(brokenRequest(error)).toEqual({ reason, maybeHeard: true });
  });

  it.each(["AbortError", "TimeoutError"])("in time (%s) says so", (name) => {
    const error = new DOMException("This operation was aborted", name);
    expect(brokenRequest(error)).toEqual({ reason: "no answer in time", maybeHeard: true });
  });
});
