/** The region that an operator looked at last. */
export const regionCookie = "tributary-region";
