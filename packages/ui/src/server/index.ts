export type { ActionKind } from "../api/action.ts";
export type { ComparedEntries, RunTools } from "./run/run-tools.ts";
export { type Dashboard, type DashboardOptions, startDashboard } from "./start-dashboard.ts";
