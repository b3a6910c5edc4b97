/** Who may do what. The one table that actions and screens ask. Browser-safe. */

export const roles = ["viewer", "operator", "admin"] as const;
export type Role = (typeof roles)[number];

/** Column of the user table → role; what is unknown may only read. */
export function asRole(text: string | null | undefined): Role {
  return roles.find((role) => role === text) ?? "viewer";
}

/** About oneself alone: everybody who is signed in. */
const personal: readonly string[] = ["sign-out", "change-password", "stay-signed-in", "save-view", "delete-view"];
/** About people and the console itself. */
const administrative: readonly string[] = ["add-user", "change-user", "set-user-password", "save-settings"];

/** The least role that may carry out an action. An action that nobody listed changes something: it takes an operator. */
export function roleFor(action: string): Role {
  return personal.includes(action) ? "viewer" : administrative.includes(action) ? "admin" : "operator";
}

export function mayDo(role: Role, action: string): boolean {
  return roles.indexOf(role) >= roles.indexOf(roleFor(action));
}

/** Everything but people and the console's settings. */
export function mayOperate(role: Role): boolean {
  return role !== "viewer";
}

export function mayAdminister(role: Role): boolean {
  return role === "admin";
}
