"use client";
import { cva, type VariantProps } from "class-variance-authority";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";
import { Spinner } from "./spinner";

export const buttonClass = cva(
  // As narrow as its place at most: on a phone a long text takes a second line. In a table, which scrolls, it stays one.
  "inline-flex max-w-full shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none transition-colors max-sm:whitespace-normal [td_&]:whitespace-nowrap " +
    "data-disabled:cursor-not-allowed data-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-primary text-on-primary hover:not-data-disabled:bg-primary-hover",
        secondary: "border-line-strong bg-bg text-ink hover:not-data-disabled:bg-hover",
        ghost: "border-transparent bg-transparent text-ink hover:not-data-disabled:bg-hover",
        danger: "border-transparent bg-danger text-on-danger hover:not-data-disabled:bg-danger-hover",
        link: "border-transparent px-0 text-primary underline-offset-2 hover:not-data-disabled:underline",
      },
      size: {
        sm: "min-h-7 px-2.5 text-sm",
        md: "min-h-8 px-3 text-base",
        lg: "min-h-10 px-4 text-base",
        icon: "size-8 p-0",
        "icon-sm": "size-7 p-0",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

type Variants = VariantProps<typeof buttonClass>;

export interface ButtonProps extends ComponentProps<"button">, Variants {
  /** Work is under way: disabled, keeps focus and its width, and says so to assistive technology. */
  pending?: boolean;
  /** Disabled in words alone: the keyboard still reaches it, so that the reason beside it is found. */
  focusableWhenDisabled?: boolean;
  icon?: ReactNode;
}

/** A button. It never submits a form unless `type="submit"` is said. */
export function Button({ variant, size, className, pending = false, disabled = false, focusableWhenDisabled = false, icon, children, onClick, ...rest }: ButtonProps) {
  // What is under way keeps the focus: said to be disabled, and does nothing, a form's submission included.
  const refused = pending || (disabled && focusableWhenDisabled);
  return (
    <button
      type="button"
      disabled={disabled && !refused}
      aria-disabled={refused || undefined}
      data-disabled={disabled || pending ? "" : undefined}
      aria-busy={pending || undefined}
      className={cn(buttonClass({ variant, size }), className)}
      {...rest}
      onClick={refused ? (event) => event.preventDefault() : onClick}
    >
      {pending ? <Spinner /> : icon}
      {children}
    </button>
  );
}

export interface ButtonLinkProps extends ComponentProps<typeof Link>, Variants {
  icon?: ReactNode;
}

/** A link that looks like a button: for going somewhere, never for doing something. */
export function ButtonLink({ variant, size, className, icon, children, ...rest }: ButtonLinkProps) {
  return (
    <Link className={cn(buttonClass({ variant, size }), className)} {...rest}>
      {icon}
      {children}
    </Link>
  );
}
