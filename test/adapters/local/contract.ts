import type { Contract } from "../contract.ts";

export const contract: Contract = {
  // A terminal has no limits; what could drive it are control characters.
  problems: (form) =>
    /[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/u.test(String(form))
      ? ["a control character in the output"]
      : [],
  texts: (form) => [String(form).replace(/\s+/g, " ")],
};
