import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

type Schema = Readonly<Record<string, unknown>>;
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface Operation {
  readonly requestBody?: {
    readonly content?: { readonly "application/json"?: { readonly schema?: Schema } };
  };
}

const path = join(resolve(process.env.RECORDED_ANSWERS || "none"), "discord", "openapi.json");
let description: Description | undefined;

/** Discord's own description of its API is not part of the project; without it the built-in numbers alone are checked. */
export const isDescribed = existsSync(path);

function describe(): Description {
  description ??= JSON.parse(readFileSync(path, "utf8")) as Description;
  return description;
}

/** What is wrong with a body by Discord's description of the route. */
export function apiProblems(route: string, body: unknown): string[] {
  if (!isDescribed || body === undefined) return [];
  const [method = "", given = ""] = route.split(" ");
  const wanted = given.replace(/:\w+/g, "{}");
  const { paths } = describe();
  const found = Object.entries(paths).find(([name]) => name.replace(/\{\w+\}/g, "{}") === wanted);
  const schema = found?.[1][method.toLowerCase()]?.requestBody?.content?.["application/json"]?.schema;
  return schema ? problems(schema, body, "body") : [];
}

/** The part of JSON Schema that the description uses. */
export function problems(schema: Schema, value: unknown, at: string): string[] {
  return [
    ...(typeof schema.$ref === "string" ? namedProblems(schema.$ref, value, at) : []),
    ...kindProblems(schema, value, at),
    ...all(schema.allOf).flatMap((each) => problems(each, value, at)),
    ...unionProblems([...all(schema.oneOf), ...all(schema.anyOf)], value, at),
    ...(typeof value === "string" ? textProblems(schema, value, at) : []),
    ...(typeof value === "number" ? numberProblems(schema, value, at) : []),
    ...(Array.isArray(value) ? listProblems(schema, value, at) : objectProblems(schema, value, at)),
  ];
}

function namedProblems(ref: string, value: unknown, at: string): string[] {
  const name = ref.replace("#/components/schemas/", "");
  // Files that are sent along are numbered from 0, and documented as plain numbers.
  if (name === "SnowflakeType" && Number.isInteger(value)) return [];
  return problems(describe().components.schemas[name] ?? {}, value, at);
}

function all(schemas: unknown): Schema[] {
  return Array.isArray(schemas) ? schemas : [];
}

function kindProblems({ type, enum: values, ...rest }: Schema, value: unknown, at: string): string[] {
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type];
  const isKind = types.length === 0 || types.some((each) => isOf(String(each), value));
  const isValue = !Array.isArray(values) || values.includes(value);
  const isConst = !("const" in rest) || rest.const === value;
  return isKind && isValue && isConst ? [] : [`${at} is not ${JSON.stringify(values ?? rest.const ?? type)}`];
}

function isOf(type: string, value: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  // Discord documents permissions as text and describes them as whole numbers; it takes both.
  if (type === "integer") return Number.isInteger(typeof value === "string" && value ? Number(value) : value);
  if (type === "object") return value instanceof Object && !Array.isArray(value);
  return typeof value === type;
}

/** At least one, also for oneOf: some of the description's branches overlap. The branch with the fewest faults speaks. */
function unionProblems(branches: readonly Schema[], value: unknown, at: string): string[] {
  if (branches.length === 0) return [];
  const faults = branches.map((each) => problems(each, value, at));
  return faults.reduce((least, each) => (each.length < least.length ? each : least));
}

function textProblems(schema: Schema, value: string, at: string): string[] {
  const tooLong = typeof schema.maxLength === "number" && value.length > schema.maxLength;
  const tooShort = typeof schema.minLength === "number" && value.length < schema.minLength;
  const isOdd = typeof schema.pattern === "string" && !new RegExp(schema.pattern).test(value);
  const isNoAddress = schema.format === "uri" && !URL.canParse(value);
  return tooLong || tooShort || isOdd || isNoAddress
    ? [`${at}: ${JSON.stringify(value.slice(0, 80))} does not fit`]
    : [];
}

function numberProblems({ minimum, maximum }: Schema, value: number, at: string): string[] {
  const isOut =
    (typeof minimum === "number" && value < minimum) || (typeof maximum === "number" && value > maximum);
  return isOut ? [`${at}: ${value} is out of range`] : [];
}

function listProblems(
  { items, minItems, maxItems, uniqueItems }: Schema,
  value: readonly unknown[],
  at: string,
): string[] {
  const isOut =
    (typeof minItems === "number" && value.length < minItems) ||
    (typeof maxItems === "number" && value.length > maxItems) ||
    (uniqueItems === true && new Set(value.map((each) => JSON.stringify(each))).size < value.length);
  const inside = items ? value.flatMap((each, i) => problems(items as Schema, each, `${at}[${i}]`)) : [];
  return [...(isOut ? [`${at}: ${value.length} items`] : []), ...inside];
}

function objectProblems(
  { properties = {}, required, additionalProperties }: Schema,
  value: unknown,
  at: string,
): string[] {
  if (!(value instanceof Object)) return [];
  const given = value as Record<string, unknown>;
  const known = properties as Readonly<Record<string, Schema>>;
  const missing = (Array.isArray(required) ? required : []).filter(
    (name: string) => given[name] === undefined,
  );
  const others = additionalProperties instanceof Object ? (additionalProperties as Schema) : {};
  return [
    ...missing.map((name) => `${at}.${name} is missing`),
    ...Object.entries(given).flatMap(([name, each]) =>
      problems(known[name] ?? others, each, `${at}.${name}`),
    ),
  ];
}
