import { z } from "zod";

/** A number of a JSON file, where NaN and the infinities stand as strings. */
const number = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number)]);

/** Numbers by name. */
export const numbers = z.record(z.string(), number);

/** A JSON file, for people to read as well. */
export const jsonFile = (content: unknown): string =>
  `${JSON.stringify(
    content,
    (_, value: unknown) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value),
    2,
  )}\n`;
