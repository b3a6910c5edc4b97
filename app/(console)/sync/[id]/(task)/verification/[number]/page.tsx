import { JobScreen } from "@/components/verification/job-screen";

export default async function VerificationRunPage({ params }: { params: Promise<{ number: string }> }) {
  return <JobScreen number={Number((await params).number)} />;
}
