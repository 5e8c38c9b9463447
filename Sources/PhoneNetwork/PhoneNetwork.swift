// Filled by the exchange.
