import { CutoverScreen } from "@/components/cutover/cutover-screen";

export default function TaskCutoverPage() {
  return <CutoverScreen />;
}
