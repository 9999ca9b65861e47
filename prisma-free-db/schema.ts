// Generated from a migrated database by prisma-free-db/cli/generate-types.ts: do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  __InternalSupabase: {
    PostgrestVersion: '12'
  }
  public: {
    Tables: {
      agent_products: {
        Row: {
          agent_id: string
          created_at: string
          product_id: string
        }
        Insert: {
          agent_id: string
          created_at?: string
          product_id: string
        }
        Update: {
          agent_id?: string
          created_at?: string
          product_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'agent_products_agent_id_fkey'
            columns: ['agent_id']
            isOneToOne: false
            referencedRelation: 'agents'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'agent_products_product_id_fkey'
            columns: ['product_id']
            isOneToOne: false
            referencedRelation: 'products'
            referencedColumns: ['id']
          },
        ]
      }
      agents: {
        Row: {
          area: string
          bio: string
          created_at: string
          greeting: string
          id: string
          is_active: boolean
          name: string
          position: number
          profile_id: string | null
          registration: string
          slug: string
          title: string
          translations: Json
          updated_at: string
        }
        Insert: {
          area: string
          bio: string
          created_at?: string
          greeting: string
          id?: string
          is_active?: boolean
          name: string
          position?: number
          profile_id?: string | null
          registration?: string
          slug: string
          title: string
          translations?: Json
          updated_at?: string
        }
        Update: {
          area?: string
          bio?: string
          created_at?: string
          greeting?: string
          id?: string
          is_active?: boolean
          name?: string
          position?: number
          profile_id?: string | null
          registration?: string
          slug?: string
          title?: string
          translations?: Json
          updated_at?: string
        }
        Relationships: [
          {
            foreignKeyName: 'agents_profile_id_fkey'
            columns: ['profile_id']
            isOneToOne: true
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      audit_log: {
        Row: {
          action: string
          actor_id: string | null
          at: string
          details: Json
          id: number
          ip: string | null
          subject_id: string | null
          subject_type: string | null
        }
        Insert: {
          action: string
          actor_id?: string | null
          at?: string
          details?: Json
          id?: never
          ip?: string | null
          subject_id?: string | null
          subject_type?: string | null
        }
        Update: {
          action?: string
          actor_id?: string | null
          at?: string
          details?: Json
          id?: never
          ip?: string | null
          subject_id?: string | null
          subject_type?: string | null
        }
        Relationships: []
      }
      conversation_events: {
        Row: {
          author_id: string
          author_side: string
          body: string
          client_msg_id: string
          conversation_id: string
          created_at: string
          id: string
          kind: string
          seq: number
        }
        Insert: {
          author_id: string
          author_side: string
          body: string
          client_msg_id: string
          conversation_id: string
          created_at?: string
          id: string
          kind?: string
          seq: number
        }
        Update: {
          author_id?: string
          author_side?: string
          body?: string
          client_msg_id?: string
          conversation_id?: string
          created_at?: string
          id?: string
          kind?: string
          seq?: number
        }
        Relationships: [
          {
            foreignKeyName: 'conversation_events_author_id_fkey'
            columns: ['author_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'conversation_events_conversation_id_fkey'
            columns: ['conversation_id']
            isOneToOne: false
            referencedRelation: 'conversations'
            referencedColumns: ['id']
          },
        ]
      }
      conversation_members: {
        Row: {
          conversation_id: string
          last_seen_at: string | null
          read_at: string | null
          read_seq: number
          user_id: string
        }
        Insert: {
          conversation_id: string
          last_seen_at?: string | null
          read_at?: string | null
          read_seq?: number
          user_id: string
        }
        Update: {
          conversation_id?: string
          last_seen_at?: string | null
          read_at?: string | null
          read_seq?: number
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'conversation_members_conversation_id_fkey'
            columns: ['conversation_id']
            isOneToOne: false
            referencedRelation: 'conversations'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'conversation_members_user_id_fkey'
            columns: ['user_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      conversations: {
        Row: {
          assignee_id: string | null
          created_at: string
          head_seq: number
          id: string
          last_event_at: string
          locale: string
          preview: string
          product_id: string | null
          request_id: string
          revision: number
          status: string
          updated_at: string
          visitor_id: string
        }
        Insert: {
          assignee_id?: string | null
          created_at?: string
          head_seq?: number
          id?: string
          last_event_at?: string
          locale: string
          preview?: string
          product_id?: string | null
          request_id: string
          revision?: number
          status?: string
          updated_at?: string
          visitor_id: string
        }
        Update: {
          assignee_id?: string | null
          created_at?: string
          head_seq?: number
          id?: string
          last_event_at?: string
          locale?: string
          preview?: string
          product_id?: string | null
          request_id?: string
          revision?: number
          status?: string
          updated_at?: string
          visitor_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'conversations_assignee_id_fkey'
            columns: ['assignee_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'conversations_product_id_fkey'
            columns: ['product_id']
            isOneToOne: false
            referencedRelation: 'products'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'conversations_visitor_id_fkey'
            columns: ['visitor_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      flows: {
        Row: {
          created_at: string
          definition: Json
          id: string
          is_active: boolean
          name: string
          product_id: string | null
          slug: string
          updated_at: string
          version: number
        }
        Insert: {
          created_at?: string
          definition: Json
          id?: string
          is_active?: boolean
          name: string
          product_id?: string | null
          slug: string
          updated_at?: string
          version?: number
        }
        Update: {
          created_at?: string
          definition?: Json
          id?: string
          is_active?: boolean
          name?: string
          product_id?: string | null
          slug?: string
          updated_at?: string
          version?: number
        }
        Relationships: [
          {
            foreignKeyName: 'flows_product_id_fkey'
            columns: ['product_id']
            isOneToOne: false
            referencedRelation: 'products'
            referencedColumns: ['id']
          },
        ]
      }
      leads: {
        Row: {
          assignee_id: string | null
          conversation_id: string | null
          created_at: string
          email: string | null
          id: string
          name: string
          phone: string | null
          product_id: string | null
          source: string
          status: string
          updated_at: string
          visitor_id: string
        }
        Insert: {
          assignee_id?: string | null
          conversation_id?: string | null
          created_at?: string
          email?: string | null
          id?: string
          name: string
          phone?: string | null
          product_id?: string | null
          source?: string
          status?: string
          updated_at?: string
          visitor_id: string
        }
        Update: {
          assignee_id?: string | null
          conversation_id?: string | null
          created_at?: string
          email?: string | null
          id?: string
          name?: string
          phone?: string | null
          product_id?: string | null
          source?: string
          status?: string
          updated_at?: string
          visitor_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'leads_assignee_id_fkey'
            columns: ['assignee_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'leads_conversation_id_fkey'
            columns: ['conversation_id']
            isOneToOne: true
            referencedRelation: 'conversations'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'leads_product_id_fkey'
            columns: ['product_id']
            isOneToOne: false
            referencedRelation: 'products'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'leads_visitor_id_fkey'
            columns: ['visitor_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      notification_heads: {
        Row: {
          head_seq: number
          unread: number
          user_id: string
        }
        Insert: {
          head_seq?: number
          unread?: number
          user_id: string
        }
        Update: {
          head_seq?: number
          unread?: number
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'notification_heads_user_id_fkey'
            columns: ['user_id']
            isOneToOne: true
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      notifications: {
        Row: {
          actor_id: string | null
          conversation_id: string | null
          created_at: string
          event_seq: number | null
          id: string
          kind: string
          read_at: string | null
          seq: number
          source_id: string
          user_id: string
        }
        Insert: {
          actor_id?: string | null
          conversation_id?: string | null
          created_at?: string
          event_seq?: number | null
          id?: string
          kind: string
          read_at?: string | null
          seq: number
          source_id: string
          user_id: string
        }
        Update: {
          actor_id?: string | null
          conversation_id?: string | null
          created_at?: string
          event_seq?: number | null
          id?: string
          kind?: string
          read_at?: string | null
          seq?: number
          source_id?: string
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'notifications_actor_id_fkey'
            columns: ['actor_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'notifications_conversation_id_fkey'
            columns: ['conversation_id']
            isOneToOne: false
            referencedRelation: 'conversations'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'notifications_user_id_fkey'
            columns: ['user_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      outbox: {
        Row: {
          attempts: number
          claimed_until: string | null
          created_at: string
          id: string
          name: string
          payload: Json
          relayed_at: string | null
          run_at: string
          version: number
        }
        Insert: {
          attempts?: number
          claimed_until?: string | null
          created_at?: string
          id: string
          name: string
          payload: Json
          relayed_at?: string | null
          run_at?: string
          version: number
        }
        Update: {
          attempts?: number
          claimed_until?: string | null
          created_at?: string
          id?: string
          name?: string
          payload?: Json
          relayed_at?: string | null
          run_at?: string
          version?: number
        }
        Relationships: []
      }
      payments: {
        Row: {
          amount_cents: number
          conversation_id: string | null
          created_at: string
          currency: string
          id: string
          lead_id: string | null
          paid_at: string | null
          provider: string
          provider_payment_id: string | null
          status: string
          updated_at: string
        }
        Insert: {
          amount_cents: number
          conversation_id?: string | null
          created_at?: string
          currency?: string
          id?: string
          lead_id?: string | null
          paid_at?: string | null
          provider: string
          provider_payment_id?: string | null
          status?: string
          updated_at?: string
        }
        Update: {
          amount_cents?: number
          conversation_id?: string | null
          created_at?: string
          currency?: string
          id?: string
          lead_id?: string | null
          paid_at?: string | null
          provider?: string
          provider_payment_id?: string | null
          status?: string
          updated_at?: string
        }
        Relationships: [
          {
            foreignKeyName: 'payments_conversation_id_fkey'
            columns: ['conversation_id']
            isOneToOne: false
            referencedRelation: 'conversations'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'payments_lead_id_fkey'
            columns: ['lead_id']
            isOneToOne: false
            referencedRelation: 'leads'
            referencedColumns: ['id']
          },
        ]
      }
      products: {
        Row: {
          area: string
          created_at: string
          description: string
          documents: string[]
          duration_text: string
          id: string
          includes: string[]
          is_active: boolean
          name: string
          position: number
          price_from_cents: number | null
          questions: Json
          slug: string
          summary: string
          translations: Json
          updated_at: string
        }
        Insert: {
          area: string
          created_at?: string
          description: string
          documents?: string[]
          duration_text?: string
          id?: string
          includes?: string[]
          is_active?: boolean
          name: string
          position?: number
          price_from_cents?: number | null
          questions?: Json
          slug: string
          summary: string
          translations?: Json
          updated_at?: string
        }
        Update: {
          area?: string
          created_at?: string
          description?: string
          documents?: string[]
          duration_text?: string
          id?: string
          includes?: string[]
          is_active?: boolean
          name?: string
          position?: number
          price_from_cents?: number | null
          questions?: Json
          slug?: string
          summary?: string
          translations?: Json
          updated_at?: string
        }
        Relationships: []
      }
      profiles: {
        Row: {
          created_at: string
          email: string | null
          id: string
          is_active: boolean
          name: string
          role: string
          updated_at: string
        }
        Insert: {
          created_at?: string
          email?: string | null
          id?: string
          is_active?: boolean
          name: string
          role: string
          updated_at?: string
        }
        Update: {
          created_at?: string
          email?: string | null
          id?: string
          is_active?: boolean
          name?: string
          role?: string
          updated_at?: string
        }
        Relationships: []
      }
    }
    Views: Record<never, never>
    Functions: {
      assign_conversation: {
        Args: {
          p_actor_id: string
          p_assignee_id?: string | undefined
          p_audit?: Json | undefined
          p_conversation_id: string
          p_jobs?: Json | undefined
        }
        Returns: Json
      }
      claim_outbox: {
        Args: {
          p_lease_ms: number
          p_limit: number
          p_names: Json
        }
        Returns: Json
      }
      create_agent: {
        Args: {
          p_agent: Json
          p_audit?: Json | undefined
          p_id: string
        }
        Returns: Json
      }
      create_product: {
        Args: {
          p_audit?: Json | undefined
          p_id: string
          p_product: Json
        }
        Returns: Json
      }
      find_conversation: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      forget_cache_invalidations: {
        Args: {
          p_tx: string
        }
        Returns: number
      }
      list_conversations_of_visitor: {
        Args: {
          p_limit: number
          p_visitor_id: string
        }
        Returns: Json
      }
      list_events: {
        Args: {
          p_after_seq: number
          p_conversation_id: string
          p_limit: number
        }
        Returns: Json
      }
      list_events_before: {
        Args: {
          p_before_seq?: number | undefined
          p_conversation_id: string
          p_limit: number
        }
        Returns: Json
      }
      list_events_before_v2: {
        Args: {
          p_before_seq?: number | undefined
          p_conversation_id: string
          p_limit: number
        }
        Returns: Json
      }
      list_events_v2: {
        Args: {
          p_after_seq: number
          p_conversation_id: string
          p_limit: number
        }
        Returns: Json
      }
      list_inbox: {
        Args: {
          p_limit: number
          p_user_id: string
          p_view: string
        }
        Returns: Json
      }
      list_notifications: {
        Args: {
          p_before_seq?: number | undefined
          p_limit: number
          p_user_id: string
        }
        Returns: Json
      }
      list_notifications_after: {
        Args: {
          p_after_seq: number
          p_limit: number
          p_user_id: string
        }
        Returns: Json
      }
      list_open_conversations: {
        Args: {
          p_limit: number
        }
        Returns: Json
      }
      mark_notifications_read: {
        Args: {
          p_up_to_seq: number
          p_user_id: string
        }
        Returns: Json
      }
      mark_outbox_relayed: {
        Args: {
          p_ids: Json
        }
        Returns: number
      }
      mark_read: {
        Args: {
          p_conversation_id: string
          p_seq: number
          p_side: string
          p_user_id: string
        }
        Returns: Json
      }
      notify_of_event: {
        Args: {
          p_conversation_id: string
          p_event_id: string
        }
        Returns: Json
      }
      outbox_lag: {
        Args: Record<PropertyKey, never>
        Returns: Json
      }
      ping: {
        Args: Record<PropertyKey, never>
        Returns: Json
      }
      read_conversation_for_mail: {
        Args: {
          p_conversation_id: string
        }
        Returns: Json
      }
      read_db_epoch: {
        Args: Record<PropertyKey, never>
        Returns: string
      }
      read_head: {
        Args: {
          p_conversation_id: string
        }
        Returns: number
      }
      read_inbox_heads: {
        Args: {
          p_limit: number
        }
        Returns: Json
      }
      read_inbox_rows: {
        Args: {
          p_conversation_ids: Json
        }
        Returns: Json
      }
      read_members: {
        Args: {
          p_conversation_id: string
        }
        Returns: Json
      }
      read_message_recipients: {
        Args: {
          p_conversation_id: string
          p_event_id: string
        }
        Returns: Json
      }
      read_notification_heads: {
        Args: {
          p_user_ids: Json
        }
        Returns: Json
      }
      read_positions: {
        Args: {
          p_conversation_ids: Json
        }
        Returns: Json
      }
      read_read_marks: {
        Args: {
          p_conversation_ids: Json
          p_user_id: string
        }
        Returns: Json
      }
      record_audit: {
        Args: {
          p_audit: Json
        }
        Returns: undefined
      }
      release_outbox: {
        Args: {
          p_ids: Json
        }
        Returns: number
      }
      renew_db_epoch: {
        Args: Record<PropertyKey, never>
        Returns: string
      }
      send_message: {
        Args: {
          p_author_id: string
          p_author_side: string
          p_body: string
          p_client_msg_id: string
          p_conversation_id: string
          p_event_id: string
          p_jobs?: Json | undefined
        }
        Returns: Json
      }
      send_message_v2: {
        Args: {
          p_author_id: string
          p_author_side: string
          p_body: string
          p_client_msg_id: string
          p_conversation_id: string
          p_event_id: string
          p_jobs?: Json | undefined
        }
        Returns: Json
      }
      start_conversation: {
        Args: {
          p_audit?: Json | undefined
          p_body: string
          p_client_msg_id: string
          p_conversation_id: string
          p_event_id: string
          p_jobs?: Json | undefined
          p_lead_id: string
          p_locale: string
          p_product_slug?: string | undefined
          p_request_id: string
          p_visitor_email?: string | undefined
          p_visitor_id: string
          p_visitor_name: string
        }
        Returns: Json
      }
      touch_last_seen: {
        Args: {
          p_seen: Json
        }
        Returns: number
      }
      update_agent: {
        Args: {
          p_audit?: Json | undefined
          p_changes: Json
          p_id: string
        }
        Returns: Json
      }
      update_product: {
        Args: {
          p_audit?: Json | undefined
          p_changes: Json
          p_id: string
        }
        Returns: Json
      }
    }
    Enums: Record<never, never>
    CompositeTypes: Record<never, never>
  }
}
