"use client";
import { createContext, useContext, useEffect } from "react";

interface FieldState {
  readonly id: string;
  readonly name: string | undefined;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  /** The control has an id of its own: the label must point to that. */
  readonly claim: (id: string) => void;
}

export const FieldContext = createContext<FieldState | null>(null);
/** Id of the words that name a group of controls. */
export const GroupContext = createContext<string | undefined>(undefined);

interface ControlProps {
  id?: string | undefined;
  name?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | "true" | "false" | "grammar" | "spelling" | undefined;
}

/** What ties a control to the `Field` around it; its own properties win. */
export function useFieldControl(own: ControlProps): ControlProps {
  const field = useContext(FieldContext);
  const { id } = own;
  const claim = field?.claim;
  useEffect(() => {
    if (id !== undefined) claim?.(id);
  }, [id, claim]);
  return {
    id: id ?? field?.id,
    name: own.name ?? field?.name,
    "aria-describedby": own["aria-describedby"] ?? field?.describedBy,
    "aria-invalid": own["aria-invalid"] ?? (field?.invalid || undefined),
  };
}
