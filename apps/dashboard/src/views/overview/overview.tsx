import { useStatus } from "../../api/status.ts";
import { Trouble } from "../../parts/trouble.tsx";
import { View } from "../../parts/view.tsx";

export function Overview() {
  const status = useStatus();
  return (
    <View title="Overview">
      {status.isError && <Trouble error={status.error} onRetry={() => void status.refetch()} />}
    </View>
  );
}
