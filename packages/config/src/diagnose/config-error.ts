import { TweedieError } from "@tweedie/core";
import type { Diagnostic } from "./diagnostic.ts";
import { formatLocation, renderDiagnostics } from "./render.ts";

/** All errors of a configuration: as data in `diagnostics`, as text in `message`. */
export class ConfigError extends TweedieError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const [first] = diagnostics;
    if (!first) throw new Error("a ConfigError without a diagnostic");
    super({ where: formatLocation(first.location), what: first.message, fix: first.help });
    this.diagnostics = diagnostics;
    this.message = renderDiagnostics(diagnostics);
  }
}
