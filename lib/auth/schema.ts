/** Sign-in forms. Browser-safe. */
import { z } from "zod";
import { roles } from "./roles";

export const usernameSchema = z
  .string()
  .trim()
  .min(3, "A user name has at least 3 characters.")
  .max(30, "A user name has at most 30 characters.")
  .regex(/^[a-zA-Z0-9._-]+$/, "Use letters, digits, dot, hyphen and underscore.");

export const newPasswordSchema = z.string().min(10, "A password has at least 10 characters.").max(128, "A password has at most 128 characters.");

export const addUserSchema = z.object({
  username: usernameSchema,
  name: z.string().trim().min(1, "Enter a name.").max(80),
  password: newPasswordSchema,
  role: z.enum(roles),
});
export const userChangeSchema = z.object({ role: z.enum(roles), disabled: z.boolean() });
export const signInSchema = z.object({
  username: z.string().trim().min(1, "Enter the user name.").max(100),
  password: z.string().min(1, "Enter the password.").max(200),
});

export const setUpSchema = z.object({ username: usernameSchema, name: z.string().trim().min(1, "Enter a name.").max(80), password: newPasswordSchema });

export const changePasswordSchema = z.object({ current: z.string().min(1, "Enter the present password.").max(200), next: newPasswordSchema });
