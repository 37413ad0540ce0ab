/** Result of one check. `missing`: an optional part is not installed. `wrong`: experiments cannot run until it is fixed. */
export interface HealthCheck {
  readonly name: string;
  readonly state: "ok" | "missing" | "wrong";
  readonly what: string;
  readonly fix?: string | undefined;
}
