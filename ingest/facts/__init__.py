"""What a report states, read by the rules of its genre: a ReadReport in, facts with their evidence out."""
