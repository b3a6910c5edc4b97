import { TableScreen } from "@/components/task-page/table-screen";

interface Props {
  params: Promise<{ database: string; table: string }>;
}

export default async function TaskTablePage({ params }: Props) {
  const { database, table } = await params;
  return <TableScreen database={decodeURIComponent(database)} table={decodeURIComponent(table)} />;
}
