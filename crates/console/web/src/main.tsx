import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { begin } from "./account/session";
import { followTheme } from "./account/theme";
import { isPassing } from "./api/problem";
import { Language } from "./i18n/Language";
import { router } from "./router";
import { keepShell } from "./shell";
import { TipProvider } from "./ui/Tip";
import "./styles.css";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 3 && isPassing(error),
      staleTime: 30_000,
      refetchOnWindowFocus: false,
    },
  },
});

followTheme();
keepShell();
void begin();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Language>
        <QueryClientProvider client={queries}>
          <TipProvider delay={400}>
            <RouterProvider router={router} />
          </TipProvider>
        </QueryClientProvider>
      </Language>
    </StrictMode>,
  );
}
