import { userAnswersContract } from '../contracts/user-answers.contract';
import { MemoryUserAnswers } from './users';

userAnswersContract('MemoryUserAnswers', () => new MemoryUserAnswers());
