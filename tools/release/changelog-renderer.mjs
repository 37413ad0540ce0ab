import { changelogHeading } from "./changelog-heading.mjs";

/**
 * Renders what `nx release` writes above the notes of CHANGELOG.md, from which `prepare-changelog.mjs` has removed the heading: the heading
 * again, and the version with its date. The notes on unreleased changes are then those of the version.
 */
export default class ChangelogRenderer {
  constructor({ changelogEntryVersion }) {
    this.version = changelogEntryVersion;
  }

  async render() {
    return `${changelogHeading}\n## ${this.version} (${new Date().toISOString().slice(0, 10)})`;
  }
}
