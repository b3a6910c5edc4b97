import { TaskLogScreen } from "@/components/logs/task-log-screen";

export default function TaskLogsPage() {
  return <TaskLogScreen />;
}
