import { apiVersion, type RenamedField, renamedFields, type Role } from "@tweedie/core";

/** Describes a plugin of another version of the contract: both versions, and the fields that are renamed since. */
export function describeVersion(version: unknown, role: unknown): string {
  const newer = renamedFields.filter(({ since }) => typeof version === "number" && since > version);
  const ofRole = newer.filter((field) => field.role === role);
  return describe(version, ofRole.length > 0 ? ofRole.map(describeField) : newer.map(describeFieldOfRole));
}

/** Describes the version of an object that has a field under its former name; undefined if it has none. */
export function describeFormerFields(role: Role, object: object): string | undefined {
  const former = renamedFields.filter((field) => field.role === role && field.formerly in object);
  if (former.length === 0) return undefined;
  return describe(Math.min(...former.map(({ since }) => since)) - 1, former.map(describeField));
}

function describe(version: unknown, changes: readonly string[]): string {
  const versions = `is made for version ${String(version)} of the plugin contract, and this is version ${apiVersion}`;
  return changes.length > 0 ? `${versions}: ${changes.join(", ")}` : versions;
}

const describeField = ({ formerly, now }: RenamedField): string => `\`${formerly}\` is now \`${now}\``;

const describeFieldOfRole = ({ role, formerly, now }: RenamedField): string =>
  `\`${formerly}\` of the role ${role} is now \`${now}\``;
