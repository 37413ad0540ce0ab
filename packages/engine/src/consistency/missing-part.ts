/** Thrown when a check reads a part of an experiment that is missing or wrong. That is a mistake of its own, so the check has no result. */
export class MissingPart extends Error {
  constructor(name: string) {
    super(`${name} is missing or wrong`);
  }
}

const missingParts = new WeakSet();

/** An object in place of a part that could not be created. Reading anything of it throws. */
export function missingPart<T extends object>(name: string): T {
  const fail = (): never => {
    throw new MissingPart(name);
  };
  // A container that looks if an object is a promise reads `then`.
  const get = (_: object, key: string | symbol) => (key === "then" ? undefined : fail());
  const part = new Proxy({}, { get, has: fail, ownKeys: fail, getOwnPropertyDescriptor: fail });
  missingParts.add(part);
  return part as T;
}

/** True for an object in place of a part that could not be created. */
export const isMissing = (part: unknown): boolean =>
  typeof part === "object" && part !== null && missingParts.has(part);

/** A value of which reading a wrong path throws. */
export function withoutWrong<T>(value: T, wrong: readonly string[], path = ""): T {
  if (wrong.length === 0 || typeof value !== "object" || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      const inner: unknown = Reflect.get(target, key);
      if (typeof key === "symbol") return inner;
      const at = path === "" ? key : `${path}.${key}`;
      if (wrong.includes(at)) throw new MissingPart(at);
      return wrong.some((each) => each.startsWith(`${at}.`)) ? withoutWrong(inner, wrong, at) : inner;
    },
  });
}

/** The result of a check, or another value if the check reads a missing part. */
export function unlessMissing<T, E>(check: () => T, otherwise: E): T | E {
  try {
    return check();
  } catch (error) {
    if (error instanceof MissingPart) return otherwise;
    throw error;
  }
}
