// Generated from a migrated database by prisma-free-db/cli/generate-types.ts: do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  __InternalSupabase: {
    PostgrestVersion: '12'
  }
  public: {
    Tables: {
      accounts: {
        Row: {
          created_at: string
          profile_id: string
          provider: string
          provider_account_id: string
        }
        Insert: {
          created_at?: string
          profile_id: string
          provider: string
          provider_account_id: string
        }
        Update: {
          created_at?: string
          profile_id?: string
          provider?: string
          provider_account_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'accounts_profile_id_fkey'
            columns: ['profile_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
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
      alert_events: {
        Row: {
          at: string
          id: string
          kind: string
          name: string
          threshold: number
          value: number | null
        }
        Insert: {
          at?: string
          id: string
          kind: string
          name: string
          threshold: number
          value?: number | null
        }
        Update: {
          at?: string
          id?: string
          kind?: string
          name?: string
          threshold?: number
          value?: number | null
        }
        Relationships: []
      }
      alerts: {
        Row: {
          beyond: number
          changed_at: string | null
          is_raised: boolean
          name: string
          reading_id: string | null
          threshold: number
          value: number | null
        }
        Insert: {
          beyond?: number
          changed_at?: string | null
          is_raised?: boolean
          name: string
          reading_id?: string | null
          threshold: number
          value?: number | null
        }
        Update: {
          beyond?: number
          changed_at?: string | null
          is_raised?: boolean
          name?: string
          reading_id?: string | null
          threshold?: number
          value?: number | null
        }
        Relationships: []
      }
      audit_log: {
        Row: {
          action: string
          actor_id: string | null
          agent: string | null
          at: string
          call_id: string | null
          code: string | null
          details: Json
          id: number
          ip: string | null
          result: string
          subject_id: string | null
          subject_type: string | null
          via: string | null
        }
        Insert: {
          action: string
          actor_id?: string | null
          agent?: string | null
          at?: string
          call_id?: string | null
          code?: string | null
          details?: Json
          id?: never
          ip?: string | null
          result?: string
          subject_id?: string | null
          subject_type?: string | null
          via?: string | null
        }
        Update: {
          action?: string
          actor_id?: string | null
          agent?: string | null
          at?: string
          call_id?: string | null
          code?: string | null
          details?: Json
          id?: never
          ip?: string | null
          result?: string
          subject_id?: string | null
          subject_type?: string | null
          via?: string | null
        }
        Relationships: []
      }
      consents: {
        Row: {
          address_hash: string | null
          basis: string
          channel: string
          conversation_id: string | null
          given_at: string
          id: string
          locale: string
          profile_id: string
          text_version: string
        }
        Insert: {
          address_hash?: string | null
          basis: string
          channel: string
          conversation_id?: string | null
          given_at?: string
          id: string
          locale: string
          profile_id: string
          text_version: string
        }
        Update: {
          address_hash?: string | null
          basis?: string
          channel?: string
          conversation_id?: string | null
          given_at?: string
          id?: string
          locale?: string
          profile_id?: string
          text_version?: string
        }
        Relationships: [
          {
            foreignKeyName: 'consents_conversation_id_fkey'
            columns: ['conversation_id']
            isOneToOne: false
            referencedRelation: 'conversations'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'consents_profile_id_fkey'
            columns: ['profile_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      conversation_events: {
        Row: {
          author_id: string
          author_side: string
          body: string
          client_msg_id: string
          conversation_id: string
          created_at: string
          erased_at: string | null
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
          erased_at?: string | null
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
          erased_at?: string | null
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
          channel: string
          created_at: string
          head_seq: number
          id: string
          last_event_at: string
          locale: string
          preview: string
          product_id: string | null
          request_id: string
          revision: number
          staff_ids: string[]
          status: string
          updated_at: string
          visitor_id: string
        }
        Insert: {
          assignee_id?: string | null
          channel?: string
          created_at?: string
          head_seq?: number
          id?: string
          last_event_at?: string
          locale: string
          preview?: string
          product_id?: string | null
          request_id: string
          revision?: number
          staff_ids?: string[]
          status?: string
          updated_at?: string
          visitor_id: string
        }
        Update: {
          assignee_id?: string | null
          channel?: string
          created_at?: string
          head_seq?: number
          id?: string
          last_event_at?: string
          locale?: string
          preview?: string
          product_id?: string | null
          request_id?: string
          revision?: number
          staff_ids?: string[]
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
      dead_letters: {
        Row: {
          error: string
          failed_at: string
          history: Json
          id: string
          name: string
          payload: Json
          queue: string
          reason: string
          redriven_as: string | null
          resolution: string | null
          resolved_at: string | null
          resolved_by: string | null
          version: number
        }
        Insert: {
          error: string
          failed_at?: string
          history?: Json
          id: string
          name: string
          payload: Json
          queue: string
          reason: string
          redriven_as?: string | null
          resolution?: string | null
          resolved_at?: string | null
          resolved_by?: string | null
          version: number
        }
        Update: {
          error?: string
          failed_at?: string
          history?: Json
          id?: string
          name?: string
          payload?: Json
          queue?: string
          reason?: string
          redriven_as?: string | null
          resolution?: string | null
          resolved_at?: string | null
          resolved_by?: string | null
          version?: number
        }
        Relationships: []
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
      inbound_webhooks: {
        Row: {
          empties_when_settled: boolean
          event: Json
          id: string
          kind: string
          processed_at: string | null
          provider: string
          provider_event_id: string
          received_at: string
          state: string
        }
        Insert: {
          empties_when_settled?: boolean
          event: Json
          id: string
          kind: string
          processed_at?: string | null
          provider: string
          provider_event_id: string
          received_at?: string
          state?: string
        }
        Update: {
          empties_when_settled?: boolean
          event?: Json
          id?: string
          kind?: string
          processed_at?: string | null
          provider?: string
          provider_event_id?: string
          received_at?: string
          state?: string
        }
        Relationships: []
      }
      job_schedules: {
        Row: {
          job_id: string | null
          name: string
          next_at: string
          spec: string
        }
        Insert: {
          job_id?: string | null
          name: string
          next_at: string
          spec: string
        }
        Update: {
          job_id?: string | null
          name?: string
          next_at?: string
          spec?: string
        }
        Relationships: []
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
      mail_messages: {
        Row: {
          conversation_id: string | null
          created_at: string
          detail: string | null
          has_suppressed: boolean
          job_id: string
          kind: string
          profile_id: string | null
          provider_id: string | null
          status: string
          status_at: string
          to_address: string | null
        }
        Insert: {
          conversation_id?: string | null
          created_at?: string
          detail?: string | null
          has_suppressed?: boolean
          job_id: string
          kind: string
          profile_id?: string | null
          provider_id?: string | null
          status?: string
          status_at?: string
          to_address?: string | null
        }
        Update: {
          conversation_id?: string | null
          created_at?: string
          detail?: string | null
          has_suppressed?: boolean
          job_id?: string
          kind?: string
          profile_id?: string | null
          provider_id?: string | null
          status?: string
          status_at?: string
          to_address?: string | null
        }
        Relationships: [
          {
            foreignKeyName: 'mail_messages_conversation_id_fkey'
            columns: ['conversation_id']
            isOneToOne: false
            referencedRelation: 'conversations'
            referencedColumns: ['id']
          },
        ]
      }
      mail_suppressions: {
        Row: {
          address: string
          created_at: string
          detail: string | null
          id: string
          job_id: string | null
          reason: string
        }
        Insert: {
          address: string
          created_at?: string
          detail?: string | null
          id?: string
          job_id?: string | null
          reason: string
        }
        Update: {
          address?: string
          created_at?: string
          detail?: string | null
          id?: string
          job_id?: string | null
          reason?: string
        }
        Relationships: []
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
          claims: number
          created_at: string
          finished_at: string | null
          history: Json
          id: string
          name: string
          outcome: string | null
          payload: Json
          relayed_at: string | null
          run_at: string
          started_at: string | null
          version: number
        }
        Insert: {
          attempts?: number
          claimed_until?: string | null
          claims?: number
          created_at?: string
          finished_at?: string | null
          history?: Json
          id: string
          name: string
          outcome?: string | null
          payload: Json
          relayed_at?: string | null
          run_at?: string
          started_at?: string | null
          version: number
        }
        Update: {
          attempts?: number
          claimed_until?: string | null
          claims?: number
          created_at?: string
          finished_at?: string | null
          history?: Json
          id?: string
          name?: string
          outcome?: string | null
          payload?: Json
          relayed_at?: string | null
          run_at?: string
          started_at?: string | null
          version?: number
        }
        Relationships: []
      }
      outgoing_webhook_attempts: {
        Row: {
          at: string
          attempt: number
          delivery_id: string
          duration_ms: number
          error: string | null
          excerpt: string
          status: number | null
        }
        Insert: {
          at: string
          attempt: number
          delivery_id: string
          duration_ms: number
          error?: string | null
          excerpt?: string
          status?: number | null
        }
        Update: {
          at?: string
          attempt?: number
          delivery_id?: string
          duration_ms?: number
          error?: string | null
          excerpt?: string
          status?: number | null
        }
        Relationships: [
          {
            foreignKeyName: 'outgoing_webhook_attempts_delivery_id_fkey'
            columns: ['delivery_id']
            isOneToOne: false
            referencedRelation: 'outgoing_webhook_deliveries'
            referencedColumns: ['id']
          },
        ]
      }
      outgoing_webhook_deliveries: {
        Row: {
          attempts: number
          created_at: string
          data: Json
          endpoint_id: string
          event_id: string
          id: string
          last_error: string | null
          last_status: number | null
          next_attempt_at: string | null
          occurred_at: string
          state: string
          turn: string | null
          type: string
        }
        Insert: {
          attempts?: number
          created_at?: string
          data: Json
          endpoint_id: string
          event_id: string
          id: string
          last_error?: string | null
          last_status?: number | null
          next_attempt_at?: string | null
          occurred_at: string
          state?: string
          turn?: string | null
          type: string
        }
        Update: {
          attempts?: number
          created_at?: string
          data?: Json
          endpoint_id?: string
          event_id?: string
          id?: string
          last_error?: string | null
          last_status?: number | null
          next_attempt_at?: string | null
          occurred_at?: string
          state?: string
          turn?: string | null
          type?: string
        }
        Relationships: [
          {
            foreignKeyName: 'outgoing_webhook_deliveries_endpoint_id_fkey'
            columns: ['endpoint_id']
            isOneToOne: false
            referencedRelation: 'outgoing_webhooks'
            referencedColumns: ['id']
          },
        ]
      }
      outgoing_webhook_secrets: {
        Row: {
          created_at: string
          endpoint_id: string
          expires_at: string | null
          secret: string
        }
        Insert: {
          created_at?: string
          endpoint_id: string
          expires_at?: string | null
          secret: string
        }
        Update: {
          created_at?: string
          endpoint_id?: string
          expires_at?: string | null
          secret?: string
        }
        Relationships: [
          {
            foreignKeyName: 'outgoing_webhook_secrets_endpoint_id_fkey'
            columns: ['endpoint_id']
            isOneToOne: false
            referencedRelation: 'outgoing_webhooks'
            referencedColumns: ['id']
          },
        ]
      }
      outgoing_webhooks: {
        Row: {
          created_at: string
          description: string
          disabled_at: string | null
          disabled_reason: string | null
          events: Json
          failing_since: string | null
          failures: number
          id: string
          includes_content: boolean
          is_enabled: boolean
          last_failed_at: string | null
          updated_at: string
          url: string
        }
        Insert: {
          created_at?: string
          description?: string
          disabled_at?: string | null
          disabled_reason?: string | null
          events: Json
          failing_since?: string | null
          failures?: number
          id: string
          includes_content?: boolean
          is_enabled?: boolean
          last_failed_at?: string | null
          updated_at?: string
          url: string
        }
        Update: {
          created_at?: string
          description?: string
          disabled_at?: string | null
          disabled_reason?: string | null
          events?: Json
          failing_since?: string | null
          failures?: number
          id?: string
          includes_content?: boolean
          is_enabled?: boolean
          last_failed_at?: string | null
          updated_at?: string
          url?: string
        }
        Relationships: []
      }
      payment_attempts: {
        Row: {
          amount_cents: number
          created_at: string
          currency: string
          id: string
          paid_at: string | null
          payment_id: string
          provider: string
          provider_payment_id: string
          refunded_cents: number
          status: string
          updated_at: string
        }
        Insert: {
          amount_cents: number
          created_at?: string
          currency: string
          id?: string
          paid_at?: string | null
          payment_id: string
          provider: string
          provider_payment_id: string
          refunded_cents?: number
          status: string
          updated_at?: string
        }
        Update: {
          amount_cents?: number
          created_at?: string
          currency?: string
          id?: string
          paid_at?: string | null
          payment_id?: string
          provider?: string
          provider_payment_id?: string
          refunded_cents?: number
          status?: string
          updated_at?: string
        }
        Relationships: [
          {
            foreignKeyName: 'payment_attempts_payment_id_fkey'
            columns: ['payment_id']
            isOneToOne: false
            referencedRelation: 'payments'
            referencedColumns: ['id']
          },
        ]
      }
      payments: {
        Row: {
          amount_cents: number
          checkout_id: string | null
          checkout_url: string | null
          conversation_id: string | null
          created_at: string
          currency: string
          description: string | null
          id: string
          lead_id: string | null
          paid_at: string | null
          provider: string
          provider_payment_id: string | null
          requested_by: string | null
          status: string
          updated_at: string
        }
        Insert: {
          amount_cents: number
          checkout_id?: string | null
          checkout_url?: string | null
          conversation_id?: string | null
          created_at?: string
          currency?: string
          description?: string | null
          id?: string
          lead_id?: string | null
          paid_at?: string | null
          provider: string
          provider_payment_id?: string | null
          requested_by?: string | null
          status?: string
          updated_at?: string
        }
        Update: {
          amount_cents?: number
          checkout_id?: string | null
          checkout_url?: string | null
          conversation_id?: string | null
          created_at?: string
          currency?: string
          description?: string | null
          id?: string
          lead_id?: string | null
          paid_at?: string | null
          provider?: string
          provider_payment_id?: string | null
          requested_by?: string | null
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
          {
            foreignKeyName: 'payments_requested_by_fkey'
            columns: ['requested_by']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      privacy_requests: {
        Row: {
          decided_at: string | null
          decided_by: string | null
          id: string
          kind: string
          profile_id: string
          reason: string | null
          requested_at: string
          state: string
        }
        Insert: {
          decided_at?: string | null
          decided_by?: string | null
          id: string
          kind: string
          profile_id: string
          reason?: string | null
          requested_at?: string
          state?: string
        }
        Update: {
          decided_at?: string | null
          decided_by?: string | null
          id?: string
          kind?: string
          profile_id?: string
          reason?: string | null
          requested_at?: string
          state?: string
        }
        Relationships: [
          {
            foreignKeyName: 'privacy_requests_profile_id_fkey'
            columns: ['profile_id']
            isOneToOne: false
            referencedRelation: 'profiles'
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
          email_confirmed_at: string | null
          erased_at: string | null
          id: string
          invited_at: string | null
          is_active: boolean
          merged_into: string | null
          name: string
          role: string
          updated_at: string
        }
        Insert: {
          created_at?: string
          email?: string | null
          email_confirmed_at?: string | null
          erased_at?: string | null
          id?: string
          invited_at?: string | null
          is_active?: boolean
          merged_into?: string | null
          name: string
          role: string
          updated_at?: string
        }
        Update: {
          created_at?: string
          email?: string | null
          email_confirmed_at?: string | null
          erased_at?: string | null
          id?: string
          invited_at?: string | null
          is_active?: boolean
          merged_into?: string | null
          name?: string
          role?: string
          updated_at?: string
        }
        Relationships: [
          {
            foreignKeyName: 'profiles_merged_into_fkey'
            columns: ['merged_into']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      recovery_codes: {
        Row: {
          code_hash: string
          profile_id: string
        }
        Insert: {
          code_hash: string
          profile_id: string
        }
        Update: {
          code_hash?: string
          profile_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'recovery_codes_profile_id_fkey'
            columns: ['profile_id']
            isOneToOne: false
            referencedRelation: 'totp_factors'
            referencedColumns: ['profile_id']
          },
        ]
      }
      retention_runs: {
        Row: {
          at: string
          id: string
          is_dry: boolean
          results: Json
        }
        Insert: {
          at?: string
          id: string
          is_dry: boolean
          results: Json
        }
        Update: {
          at?: string
          id?: string
          is_dry?: boolean
          results?: Json
        }
        Relationships: []
      }
      totp_factors: {
        Row: {
          confirmed_at: string | null
          created_at: string
          last_step: number
          profile_id: string
          secret: string
        }
        Insert: {
          confirmed_at?: string | null
          created_at?: string
          last_step?: number
          profile_id: string
          secret: string
        }
        Update: {
          confirmed_at?: string | null
          created_at?: string
          last_step?: number
          profile_id?: string
          secret?: string
        }
        Relationships: [
          {
            foreignKeyName: 'totp_factors_profile_id_fkey'
            columns: ['profile_id']
            isOneToOne: true
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      verification_tokens: {
        Row: {
          callback_path: string | null
          consumed_at: string | null
          created_at: string
          expires_at: string
          id: string
          identifier: string
          kind: string
          locale: string
          profile_id: string | null
          token_hash: string
        }
        Insert: {
          callback_path?: string | null
          consumed_at?: string | null
          created_at?: string
          expires_at: string
          id: string
          identifier: string
          kind: string
          locale?: string
          profile_id?: string | null
          token_hash: string
        }
        Update: {
          callback_path?: string | null
          consumed_at?: string | null
          created_at?: string
          expires_at?: string
          id?: string
          identifier?: string
          kind?: string
          locale?: string
          profile_id?: string | null
          token_hash?: string
        }
        Relationships: [
          {
            foreignKeyName: 'verification_tokens_profile_id_fkey'
            columns: ['profile_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      whatsapp_contacts: {
        Row: {
          created_at: string
          erased_at: string | null
          id: string
          last_inbound_at: string | null
          phone_key: string | null
          profile_id: string
          updated_at: string
          user_id: string | null
          wa_id: string | null
        }
        Insert: {
          created_at?: string
          erased_at?: string | null
          id?: string
          last_inbound_at?: string | null
          phone_key?: string | null
          profile_id: string
          updated_at?: string
          user_id?: string | null
          wa_id?: string | null
        }
        Update: {
          created_at?: string
          erased_at?: string | null
          id?: string
          last_inbound_at?: string | null
          phone_key?: string | null
          profile_id?: string
          updated_at?: string
          user_id?: string | null
          wa_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: 'whatsapp_contacts_profile_id_fkey'
            columns: ['profile_id']
            isOneToOne: true
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      whatsapp_messages: {
        Row: {
          attempts: number
          claim_id: string | null
          contact_id: string
          conversation_id: string
          created_at: string
          direction: string
          error_code: number | null
          event_id: string | null
          id: string
          job_id: string | null
          kind: string
          state: string
          state_at: string
          tries: number
          wamid: string | null
        }
        Insert: {
          attempts?: number
          claim_id?: string | null
          contact_id: string
          conversation_id: string
          created_at?: string
          direction: string
          error_code?: number | null
          event_id?: string | null
          id: string
          job_id?: string | null
          kind: string
          state: string
          state_at?: string
          tries?: number
          wamid?: string | null
        }
        Update: {
          attempts?: number
          claim_id?: string | null
          contact_id?: string
          conversation_id?: string
          created_at?: string
          direction?: string
          error_code?: number | null
          event_id?: string | null
          id?: string
          job_id?: string | null
          kind?: string
          state?: string
          state_at?: string
          tries?: number
          wamid?: string | null
        }
        Relationships: [
          {
            foreignKeyName: 'whatsapp_messages_contact_id_fkey'
            columns: ['contact_id']
            isOneToOne: false
            referencedRelation: 'whatsapp_contacts'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'whatsapp_messages_conversation_id_fkey'
            columns: ['conversation_id']
            isOneToOne: false
            referencedRelation: 'conversations'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'whatsapp_messages_event_id_fkey'
            columns: ['event_id']
            isOneToOne: true
            referencedRelation: 'conversation_events'
            referencedColumns: ['id']
          },
        ]
      }
    }
    Views: Record<never, never>
    Functions: {
      accept_invitation: {
        Args: {
          p_audit?: Json | undefined
          p_email: string
        }
        Returns: Json
      }
      apply_mail_event: {
        Args: {
          p_at: string
          p_detail?: string | undefined
          p_job_id?: string | undefined
          p_provider_id: string
          p_status: string
          p_suppress?: string | undefined
        }
        Returns: Json
      }
      apply_payment: {
        Args: {
          p_amount_cents: number
          p_currency: string
          p_jobs?: Json | undefined
          p_new_payment_id: string
          p_paid_at?: string | undefined
          p_provider: string
          p_provider_payment_id: string
          p_reference?: string | undefined
          p_refunded_cents?: number | undefined
          p_status: string
        }
        Returns: Json
      }
      apply_payment_v2: {
        Args: {
          p_amount_cents: number
          p_currency: string
          p_jobs?: Json | undefined
          p_message?: Json | undefined
          p_new_payment_id: string
          p_paid_at?: string | undefined
          p_provider: string
          p_provider_payment_id: string
          p_reference?: string | undefined
          p_refunded_cents?: number | undefined
          p_status: string
        }
        Returns: Json
      }
      apply_retention: {
        Args: {
          p_keep_days: number
          p_limit: number
          p_rule: string
        }
        Returns: Json
      }
      apply_whatsapp_status: {
        Args: {
          p_attempt?: number | undefined
          p_error_code?: number | undefined
          p_message_id?: string | undefined
          p_send_job_version: number
          p_state: string
          p_wamid: string
        }
        Returns: Json
      }
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
      begin_mail: {
        Args: {
          p_conversation_id?: string | undefined
          p_job_id: string
          p_kind: string
          p_memory_ms: number
          p_to: string
        }
        Returns: Json
      }
      begin_totp: {
        Args: {
          p_profile_id: string
          p_secret: string
        }
        Returns: Json
      }
      bury_jobs: {
        Args: {
          p_letters: Json
        }
        Returns: Json
      }
      cancel_invitation: {
        Args: {
          p_actor_id: string
          p_audit?: Json | undefined
          p_id: string
        }
        Returns: Json
      }
      cancel_job: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      change_staff: {
        Args: {
          p_actor_id: string
          p_audit?: Json | undefined
          p_id: string
          p_is_active?: boolean | undefined
          p_jobs?: Json | undefined
          p_role?: string | undefined
        }
        Returns: Json
      }
      claim_jobs: {
        Args: {
          p_limit: number
          p_names: Json
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
      claim_whatsapp_send: {
        Args: {
          p_claim_id: string
          p_job_id: string
          p_may_wait: boolean
          p_message_id: string
          p_send_job_version: number
        }
        Returns: Json
      }
      confirm_totp: {
        Args: {
          p_audit?: Json | undefined
          p_code_hashes: Json
          p_jobs?: Json | undefined
          p_profile_id: string
          p_secret: string
          p_step: number
        }
        Returns: Json
      }
      confirm_visitor_email: {
        Args: {
          p_asked_by_id?: string | undefined
          p_audit?: Json | undefined
          p_browser_user_id?: string | undefined
          p_email: string
          p_new_profile_id: string
        }
        Returns: Json
      }
      consume_verification_token: {
        Args: {
          p_identifier?: string | undefined
          p_token_hash: string
        }
        Returns: Json
      }
      count_dead_letters: {
        Args: {
          p_filter: Json
        }
        Returns: Json
      }
      count_retention_due: {
        Args: {
          p_rules: Json
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
      create_outgoing_webhook: {
        Args: {
          p_audit?: Json | undefined
          p_endpoint: Json
          p_id: string
          p_max: number
          p_secret: string
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
      create_verification_token: {
        Args: {
          p_audit?: Json | undefined
          p_jobs?: Json | undefined
          p_link: Json
        }
        Returns: Json
      }
      delete_outgoing_webhook: {
        Args: {
          p_audit?: Json | undefined
          p_id: string
        }
        Returns: boolean
      }
      disable_totp: {
        Args: {
          p_audit?: Json | undefined
          p_jobs?: Json | undefined
          p_profile_id: string
        }
        Returns: Json
      }
      discard_dead_letters: {
        Args: {
          p_audit?: Json | undefined
          p_ids: Json
        }
        Returns: Json
      }
      enqueue_jobs: {
        Args: {
          p_jobs: Json
        }
        Returns: Json
      }
      erase_person: {
        Args: {
          p_audit?: Json | undefined
          p_jobs?: Json | undefined
          p_profile_id: string
        }
        Returns: Json
      }
      export_person: {
        Args: {
          p_profile_id: string
        }
        Returns: Json
      }
      find_alert_event: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      find_conversation: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      find_dead_letters: {
        Args: {
          p_ids: Json
        }
        Returns: Json
      }
      find_invitation: {
        Args: {
          p_link_id: string
        }
        Returns: Json
      }
      find_link_request: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      find_outgoing_webhook: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      find_person_by_account: {
        Args: {
          p_provider: string
          p_provider_account_id: string
        }
        Returns: Json
      }
      find_person_by_email: {
        Args: {
          p_email: string
        }
        Returns: Json
      }
      find_privacy_request: {
        Args: {
          p_profile_id: string
        }
        Returns: Json
      }
      find_totp: {
        Args: {
          p_profile_id: string
        }
        Returns: Json
      }
      find_webhook_delivery: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      finish_mail: {
        Args: {
          p_job_id: string
          p_provider_id?: string | undefined
        }
        Returns: Json
      }
      fire_job_schedule: {
        Args: {
          p_at: string
          p_job: Json
          p_name: string
          p_next_at: string
        }
        Returns: Json
      }
      forget_cache_invalidations: {
        Args: {
          p_tx: string
        }
        Returns: number
      }
      invite_staff: {
        Args: {
          p_actor_id: string
          p_audit?: Json | undefined
          p_email: string
          p_id: string
          p_jobs: Json
          p_link: Json
          p_name: string
          p_role: string
        }
        Returns: Json
      }
      is_known_visitor: {
        Args: {
          p_email: string
          p_profile_id?: string | undefined
        }
        Returns: Json
      }
      job_effects: {
        Args: {
          p_conversation_id: string
        }
        Returns: Json
      }
      job_figures: {
        Args: {
          p_minutes: number
        }
        Returns: Json
      }
      job_totals: {
        Args: Record<PropertyKey, never>
        Returns: Json
      }
      list_assigned_conversations: {
        Args: {
          p_limit: number
          p_profile_id: string
        }
        Returns: Json
      }
      list_audit: {
        Args: {
          p_filter: Json
          p_limit: number
        }
        Returns: Json
      }
      list_conversations_of_staff: {
        Args: {
          p_limit: number
          p_staff_id: string
        }
        Returns: Json
      }
      list_conversations_of_visitor: {
        Args: {
          p_limit: number
          p_visitor_id: string
        }
        Returns: Json
      }
      list_dead_letters: {
        Args: {
          p_filter: Json
          p_limit: number
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
      list_inbox_v2: {
        Args: {
          p_is_own: boolean
          p_limit: number
          p_user_id: string
          p_view: string
        }
        Returns: Json
      }
      list_mail: {
        Args: {
          p_before?: Json | undefined
          p_limit: number
          p_search?: string | undefined
          p_statuses?: Json | undefined
        }
        Returns: Json
      }
      list_mail_suppressions: {
        Args: {
          p_before?: Json | undefined
          p_limit: number
          p_search?: string | undefined
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
      list_outgoing_webhooks: {
        Args: Record<PropertyKey, never>
        Returns: Json
      }
      list_payments: {
        Args: {
          p_conversation_id: string
        }
        Returns: Json
      }
      list_people: {
        Args: {
          p_limit: number
          p_search: string
        }
        Returns: Json
      }
      list_people_due: {
        Args: {
          p_after?: string | undefined
          p_keep_days: number
          p_limit: number
          p_rule: string
        }
        Returns: Json
      }
      list_privacy_requests: {
        Args: {
          p_limit: number
        }
        Returns: Json
      }
      list_retention_runs: {
        Args: {
          p_limit: number
        }
        Returns: Json
      }
      list_staff_members: {
        Args: Record<PropertyKey, never>
        Returns: Json
      }
      list_undelivered_webhooks: {
        Args: {
          p_endpoint_id: string
          p_limit: number
        }
        Returns: Json
      }
      list_unfinished_jobs: {
        Args: {
          p_after?: string | undefined
          p_limit: number
          p_older_ms: number
        }
        Returns: Json
      }
      list_webhook_deliveries: {
        Args: {
          p_before?: string | undefined
          p_endpoint_id: string
          p_limit: number
          p_state?: string | undefined
        }
        Returns: Json
      }
      list_webhook_listeners: {
        Args: {
          p_type: string
        }
        Returns: Json
      }
      list_webhooks: {
        Args: {
          p_before_id?: string | undefined
          p_limit: number
          p_provider?: string | undefined
          p_state?: string | undefined
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
      note_jobs: {
        Args: {
          p_done: Json
          p_failed: Json
          p_started: Json
        }
        Returns: Json
      }
      notice_whatsapp_person: {
        Args: {
          p_consent: Json
          p_conversation_id: string
          p_jobs: Json
          p_message_id: string
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
      park_unknown_jobs: {
        Args: {
          p_names: Json
          p_older_ms: number
        }
        Returns: Json
      }
      ping: {
        Args: Record<PropertyKey, never>
        Returns: Json
      }
      prune_jobs: {
        Args: {
          p_keep: Json
          p_limit: number
          p_otherwise_ms: number
        }
        Returns: Json
      }
      prune_mail: {
        Args: {
          p_keep_ms: number
          p_limit: number
        }
        Returns: Json
      }
      prune_webhook_deliveries: {
        Args: {
          p_limit: number
          p_older_than_days: number
        }
        Returns: number
      }
      prune_webhooks: {
        Args: {
          p_keep_days: number
          p_limit: number
        }
        Returns: Json
      }
      read_alerts: {
        Args: {
          p_limit: number
        }
        Returns: Json
      }
      read_conversation_for_mail: {
        Args: {
          p_conversation_id: string
        }
        Returns: Json
      }
      read_conversation_readers: {
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
      read_link: {
        Args: {
          p_browser_user_id?: string | undefined
          p_token_hash: string
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
      read_payment_for_mail: {
        Args: {
          p_provider: string
          p_provider_payment_id: string
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
      read_requested_payment: {
        Args: {
          p_payment_id: string
        }
        Returns: Json
      }
      read_webhook: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      read_webhook_delivery: {
        Args: {
          p_id: string
          p_turn: string
        }
        Returns: Json
      }
      read_whatsapp_thread: {
        Args: {
          p_conversation_id: string
        }
        Returns: Json
      }
      receive_whatsapp_message: {
        Args: {
          p_audit?: Json | undefined
          p_conversation_id: string
          p_events: Json
          p_jobs?: Json | undefined
          p_lead_id: string
          p_name: string
          p_phone_key?: string | undefined
          p_send_job_version: number
          p_sent_at: string
          p_start_jobs?: Json | undefined
          p_user_id?: string | undefined
          p_visitor_id: string
          p_wa_id?: string | undefined
          p_wamid: string
        }
        Returns: Json
      }
      record_alert_readings: {
        Args: {
          p_reading_id: string
          p_readings: Json
        }
        Returns: Json
      }
      record_audit: {
        Args: {
          p_audit: Json
        }
        Returns: undefined
      }
      record_retention_run: {
        Args: {
          p_audit?: Json | undefined
          p_id: string
          p_is_dry: boolean
          p_results: Json
        }
        Returns: Json
      }
      record_webhook_attempt: {
        Args: {
          p_attempt: Json
          p_delivery_id: string
          p_disable: Json
          p_is_delivered: boolean
          p_next: Json
          p_turn: string
        }
        Returns: Json
      }
      redeliver_webhooks: {
        Args: {
          p_audit?: Json | undefined
          p_deliveries: Json
        }
        Returns: number
      }
      redrive_dead_letters: {
        Args: {
          p_audit?: Json | undefined
          p_items: Json
        }
        Returns: Json
      }
      refuse_mail: {
        Args: {
          p_detail: string
          p_job_id: string
        }
        Returns: Json
      }
      refuse_privacy_request: {
        Args: {
          p_audit?: Json | undefined
          p_id: string
          p_reason: string
        }
        Returns: Json
      }
      release_outbox: {
        Args: {
          p_ids: Json
        }
        Returns: number
      }
      release_unknown_jobs: {
        Args: {
          p_ids: Json
          p_older_ms: number
        }
        Returns: Json
      }
      remove_mail_suppression: {
        Args: {
          p_audit?: Json | undefined
          p_id: string
        }
        Returns: Json
      }
      renew_db_epoch: {
        Args: Record<PropertyKey, never>
        Returns: string
      }
      replace_recovery_codes: {
        Args: {
          p_audit?: Json | undefined
          p_code_hashes: Json
          p_profile_id: string
        }
        Returns: Json
      }
      replace_unknown_webhooks: {
        Args: {
          p_audit?: Json | undefined
          p_provider: string
          p_replacements: Json
        }
        Returns: Json
      }
      request_erasure: {
        Args: {
          p_audit?: Json | undefined
          p_id: string
          p_profile_id: string
        }
        Returns: Json
      }
      request_payment: {
        Args: {
          p_amount_cents: number
          p_audit?: Json | undefined
          p_conversation_id: string
          p_description: string
          p_jobs?: Json | undefined
          p_payment_id: string
          p_provider: string
          p_staff_id: string
        }
        Returns: Json
      }
      resend_invitation: {
        Args: {
          p_actor_id: string
          p_audit?: Json | undefined
          p_id: string
          p_jobs: Json
          p_link: Json
        }
        Returns: Json
      }
      reset_totp: {
        Args: {
          p_actor_id: string
          p_audit?: Json | undefined
          p_id: string
          p_jobs?: Json | undefined
        }
        Returns: Json
      }
      rotate_webhook_secret: {
        Args: {
          p_audit?: Json | undefined
          p_id: string
          p_keep_ms: number
          p_secret: string
        }
        Returns: boolean
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
      set_job_schedule: {
        Args: {
          p_name: string
          p_next_at: string
          p_spec: string
        }
        Returns: Json
      }
      set_payment_link: {
        Args: {
          p_checkout_id: string
          p_checkout_url: string
          p_payment_id: string
        }
        Returns: Json
      }
      settle_webhook: {
        Args: {
          p_id: string
          p_state: string
        }
        Returns: Json
      }
      settle_whatsapp_send: {
        Args: {
          p_attempt: number
          p_error_code?: number | undefined
          p_is_final?: boolean | undefined
          p_message_id: string
          p_outcome: string
          p_send_job_version: number
          p_wamid?: string | undefined
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
      start_conversation_v2: {
        Args: {
          p_audit?: Json | undefined
          p_body: string
          p_client_msg_id: string
          p_consent: Json
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
      store_webhook_deliveries: {
        Args: {
          p_data: Json
          p_deliveries: Json
          p_event_id: string
          p_occurred_at: string
          p_type: string
        }
        Returns: number
      }
      store_webhooks: {
        Args: {
          p_events: Json
          p_provider: string
        }
        Returns: Json
      }
      stuck_queue_ms: {
        Args: {
          p_queues: Json
        }
        Returns: Json
      }
      suppressed_among: {
        Args: {
          p_addresses: Json
        }
        Returns: Json
      }
      take_job_turn: {
        Args: {
          p_duty: string
          p_for_ms: number
        }
        Returns: Json
      }
      take_recovery_code: {
        Args: {
          p_audit?: Json | undefined
          p_code_hash: string
          p_profile_id: string
        }
        Returns: Json
      }
      take_totp_step: {
        Args: {
          p_profile_id: string
          p_secret: string
          p_step: number
        }
        Returns: Json
      }
      touch_last_seen: {
        Args: {
          p_seen: Json
        }
        Returns: number
      }
      trace_jobs: {
        Args: {
          p_conversation_id?: string | undefined
          p_ids?: Json | undefined
          p_limit: number
        }
        Returns: Json
      }
      unclaim_jobs: {
        Args: {
          p_ids: Json
        }
        Returns: Json
      }
      update_agent: {
        Args: {
          p_audit?: Json | undefined
          p_changes: Json
          p_id: string
        }
        Returns: Json
      }
      update_outgoing_webhook: {
        Args: {
          p_audit?: Json | undefined
          p_changes: Json
          p_id: string
        }
        Returns: boolean
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
