import { cleanTex } from "../text/tex.ts";
import { longest } from "./limits.ts";

/** An author's name as text. Its braces were TeX's; nobody's name has any. */
export function readName(name: string): string {
  return cleanTex(cleanTex(name).replace(/[{}]/g, ""), longest.name);
}
