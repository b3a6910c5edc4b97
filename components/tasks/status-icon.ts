import {
  Archive,
  ArrowDownToLine,
  ArrowRightLeft,
  Circle,
  CircleDashed,
  ClipboardCheck,
  ClipboardX,
  LoaderCircle,
  OctagonX,
  Pause,
  RotateCw,
  type LucideIcon,
} from "lucide-react";
import type { DisplayValue } from "@/lib/tasks/status";

export const statusIcons: Record<DisplayValue, LucideIcon> = {
  NotConfigured: CircleDashed,
  NotStarted: Circle,
  Prechecking: LoaderCircle,
  PrecheckFailed: ClipboardX,
  PreCheckPass: ClipboardCheck,
  Starting: LoaderCircle,
  Initializing: ArrowDownToLine,
  InitializeFailed: OctagonX,
  Synchronizing: ArrowRightLeft,
  Retrying: RotateCw,
  Pausing: LoaderCircle,
  Suspending: Pause,
  Failed: OctagonX,
  Releasing: LoaderCircle,
  Released: Archive,
};
