import { IconMapQuestion } from "@tabler/icons-react";

import { AnchorTo } from "../parts/anchor-to.tsx";
import { Empty } from "../parts/empty.tsx";
import { View } from "../parts/view.tsx";

export function NotFound() {
  return (
    <View title="Nothing here">
      <Empty title="There is no view at this address" icon={IconMapQuestion}>
        <AnchorTo to="/">Go to the overview</AnchorTo>
      </Empty>
    </View>
  );
}
