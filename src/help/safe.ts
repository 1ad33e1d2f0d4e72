/** Looking at values of others, which may be proxies, throw from getters or have no prototype. Nothing here throws. */

export function attempt<T, F>(read: () => T, otherwise: F): T | F {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

export const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** A property without calling a getter; undefined where there is none. */
export function ownValue(value: object, key: PropertyKey): unknown {
  return attempt(() => Object.getOwnPropertyDescriptor(value, key)?.value as unknown, undefined);
}

/** The prototypes of a value, the nearest first. */
export function prototypesOf(value: unknown): object[] {
  const found: object[] = [];
  let next = attempt(() => (isObject(value) ? (Object.getPrototypeOf(value) as object | null) : null), null);
  while (next !== null && found.length < 20) {
    found.push(next);
    const last = next;
    next = attempt(() => Object.getPrototypeOf(last) as object | null, null);
  }
  return found;
}

/** The name of the class, "" where there is none. */
export function classNameOf(value: object): string {
  for (const prototype of prototypesOf(value)) {
    const maker = ownValue(prototype, "constructor");
    if (typeof maker === "function") return nameOf(maker);
  }
  return "";
}

/** Of a function or class, as it was declared. */
export function nameOf(f: object): string {
  const name = ownValue(f, "name");
  return typeof name === "string" ? name : "";
}

export const isClass = (f: unknown): boolean =>
  typeof f === "function" && attempt(() => /^class\b/.test(Function.prototype.toString.call(f)), false);

/** The namespace object of a module. */
export const isModule = (value: object): boolean =>
  attempt(() => Object.prototype.toString.call(value) === "[object Module]", false);

/** The text of a function; undefined for what is built in. */
export function textOf(f: object): string | undefined {
  const text = attempt(() => Function.prototype.toString.call(f), "[native code]");
  return text.includes("[native code]") ? undefined : text;
}

/** `a`, `an` and the kind of value it is. */
export function kindOfValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "function") return isClass(value) ? "class" : "function";
  if (typeof value !== "object") return typeof value;
  if (attempt(() => Array.isArray(value), undefined) === undefined) return "revoked proxy";
  if (Array.isArray(value)) return "array";
  if (isModule(value)) return "module";
  const name = classNameOf(value);
  return name === "" || name === "Object" ? "object" : name;
}
