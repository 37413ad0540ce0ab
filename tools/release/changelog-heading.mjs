/** The beginning of CHANGELOG.md, above the notes on unreleased changes. */
export const changelogHeading = `# Changelog

The format follows [Keep a Changelog](https://keepachangelog.com). Versions follow [semantic versioning](https://semver.org).

## Unreleased
`;

/**
 * Returns a changelog without its heading, from the notes on unreleased changes.
 *
 * @throws Error if it has another heading, or no notes on unreleased changes.
 */
export function withoutHeading(text) {
  if (!text.startsWith(changelogHeading)) {
    throw new Error(`CHANGELOG.md does not begin with:\n${changelogHeading}`);
  }
  const rest = text.slice(changelogHeading.length).trimStart();
  if (rest.startsWith("## ") || rest === "") throw new Error("CHANGELOG.md has no notes under Unreleased");
  return rest;
}
