import { escapeObeyed, hasObeyed } from "@tweedie/core";
import { Document, visit } from "yaml";

/** Writes plain data as YAML that parses to the same values. */
export const toYaml = (value: unknown): string => escapeObeyed(toYamlDocument(value).toString({ lineWidth: 0 }));

/** Returns the same as a document, to which comments can be added. */
export function toYamlDocument(value: unknown): Document {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (role, scalar) => {
      // Only in double quotes can these characters be escaped.
      if (typeof scalar.value === "string" && hasObeyed(scalar.value)) scalar.type = "QUOTE_DOUBLE";
      if (role === "key") return;
      // A literal `${` would be parsed as a reference.
      if (typeof scalar.value === "string") scalar.value = scalar.value.replaceAll("${", () => "$${");
      // The shortest digits of a large integer are not all of its digits, which the parser requires of an integer.
      if (typeof scalar.value === "number" && Math.abs(scalar.value) > Number.MAX_SAFE_INTEGER) scalar.format = "EXP";
    },
  });
  return document;
}
