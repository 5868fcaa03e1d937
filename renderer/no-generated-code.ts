// The content security policy allows no generated code. zod asks for it when a schema is made, so this module comes before all others.
import { z } from 'zod'

z.config({ jitless: true })
