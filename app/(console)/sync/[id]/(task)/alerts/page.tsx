import { TaskAlerts } from "@/components/alerts/task-alerts";

export default function TaskAlertsPage() {
  return <TaskAlerts />;
}
