/** What `GET /v1/channels/{id}/widget` tells. */
export interface Widget {
  channel_id: string;
  title: string;
  greeting: string | null;
  color: string | null;
  position: 'left' | 'right';
  theme: 'light' | 'dark' | 'system';
  locale: string | null;
  pre_chat: { name: Ask; email: Ask; phone: Ask };
  teams: { id: string; name: string }[];
  offline_message: string | null;
  rating: boolean;
  identity_required: boolean;
  open: boolean;
  next_open_at: string | null;
}

/** Whether a visitor is asked for something. */
export type Ask = 'no' | 'optional' | 'required';

/** The widget's own colour. */
export const COLOR = '#2457d6';
