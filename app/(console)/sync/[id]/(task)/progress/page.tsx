import { ProgressScreen } from "@/components/task-page/progress-screen";

export default function TaskProgressPage() {
  return <ProgressScreen />;
}
