import { userAnswersContract } from './contracts/user-answers.contract';
import { MemoryUserAnswers } from './user-answers-memory';

userAnswersContract('MemoryUserAnswers', () => new MemoryUserAnswers());
